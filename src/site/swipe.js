// Swipes of a finger to the left or right.

/** Fewest pixels of a swipe. */
const FEWEST = 48;
/** A swipe goes at least so many times farther sideways than up or down. */
const SLANT = 2;

/**
 * Calls `take` with the direction of each swipe in `area`: 1 for the next page, which comes from the right, -1 for the
 * previous one. What scrolls sideways itself keeps its swipes.
 *
 * @param {HTMLElement} area
 * @param {(step: 1 | -1) => void} take
 */
export function onSwipe(area, take) {
  /** @type {{ id: number, x: number, y: number } | undefined} */
  let start;
  area.addEventListener("pointerdown", ({ pointerId, pointerType, isPrimary, clientX, clientY, target }) => {
    const scrolls = target instanceof Element && target.closest("pre");
    start = pointerType === "touch" && isPrimary && !scrolls ? { id: pointerId, x: clientX, y: clientY } : undefined;
  });
  area.addEventListener("pointercancel", () => {
    start = undefined;
  });
  area.addEventListener("pointerup", ({ pointerId, clientX, clientY }) => {
    if (pointerId !== start?.id) return;
    const [across, along] = [clientX - start.x, clientY - start.y];
    start = undefined;
    if (Math.abs(across) >= FEWEST && Math.abs(across) >= SLANT * Math.abs(along)) take(across < 0 ? 1 : -1);
  });
}
