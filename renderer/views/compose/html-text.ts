/** The text of an HTML mail, for quoting. Parsed into a document that is never shown: nothing runs, nothing is loaded. */
const blocks = new Set(
  'ADDRESS ARTICLE BLOCKQUOTE CENTER DD DIV DL DT FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN OL P PRE SECTION TABLE TR UL'.split(
    ' ',
  ),
);
const silent = new Set(['HEAD', 'STYLE', 'SCRIPT', 'TITLE', 'TEMPLATE', 'NOSCRIPT', 'SVG', 'OBJECT', 'IFRAME']);

export function htmlText(html: string): string {
  const out: string[] = [];
  const walk = (node: Node, pre: boolean, depth: number): void => {
    if (depth > 400) return; // hostile nesting
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.textContent ?? '';
      out.push(pre ? text : text.replace(/[ \t\r\n\f]+/g, ' '));
      return;
    }
    if (!(node instanceof Element) && node.nodeType !== Node.ELEMENT_NODE) return;
    const element = node as Element;
    const name = element.tagName.toUpperCase();
    if (silent.has(name)) return;
    if (name === 'BR') {
      out.push('\n');
      return;
    }
    const block = blocks.has(name);
    if (block) out.push('\u0000');
    if (name === 'LI') out.push('- ');
    for (const child of element.childNodes) walk(child, pre || name === 'PRE', depth + 1);
    if (name === 'TD' || name === 'TH') out.push(' ');
    if (block) out.push(name === 'P' || /^H\d$/.test(name) ? '\u0001' : '\u0000');
  };
  walk(new DOMParser().parseFromString(html, 'text/html').body, false, 0);
  return out
    .join('')
    .replace(/[ \t]*[\u0000\u0001\n][\u0000\u0001 \t\n]*/g, (gap) => {
      const breaks = gap.split('\n').length - 1;
      return breaks > 1 || gap.includes('\u0001') ? '\n\n' : '\n';
    })
    .replace(/\u00a0/g, ' ')
    .trim();
}
