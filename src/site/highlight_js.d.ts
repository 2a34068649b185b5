// The parts of highlight.js that the pages use. The package with its modules, which need no helper of the bundler, has no types.

declare module "@highlightjs/cdn-assets/es/core.js" {
  export type Grammar = (highlighter: object) => object;
  const highlighter: {
    registerLanguage(name: string, grammar: Grammar): void;
    getLanguage(name: string): object | undefined;
    highlight(code: string, options: { language: string; ignoreIllegals: boolean }): { value: string };
  };
  export default highlighter;
}

declare module "@highlightjs/cdn-assets/es/languages/*.min.js" {
  const grammar: import("@highlightjs/cdn-assets/es/core.js").Grammar;
  export default grammar;
}
