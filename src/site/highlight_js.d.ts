// The parts of highlight.js that the pages use. The package with its modules, which need no helper of the bundler, has no types.

type Grammar = (highlighter: Highlighter) => object;

interface Highlighter {
  registerLanguage(name: string, grammar: Grammar): void;
  getLanguage(name: string): object | undefined;
  highlight(code: string, options: { language: string; ignoreIllegals: boolean }): { value: string };
}

declare module "@highlightjs/cdn-assets/es/core.js" {
  const highlighter: Highlighter;
  export default highlighter;
}

declare module "@highlightjs/cdn-assets/es/languages/*.min.js" {
  const grammar: Grammar;
  export default grammar;
}
