/** What ECharts writes, as a document that a strict page takes: no style sheet and no style attributes, names of its own. */

/** `style="font-size:12px;font-family:…"` says the same as attributes do, and those no policy forbids. */
const asAttributes = new Set(['font-size', 'font-family', 'font-weight', 'font-style', 'opacity']);

export function plainSvg(svg: string, prefix: string): string {
  return (
    svg
      .replace(/<style[^>]*>[\s\S]*?<\/style>\s*/g, '')
      .replace(/ class="zr[^"]*"/g, '')
      .replace(/ (?:ecmeta_\w+|xmlns:xlink|baseProfile|version|xml:space)="[^"]*"/g, '')
      .replace(/ style="([^"]*)"/g, (_, style: string) => attributes(style))
      .replace(/\bzr\d+-/g, `${prefix}-`)
      // What only hears a mouse is drawn without a colour.
      .replace(/<(rect|path) [^>]*(?:fill="none"(?![^>]* stroke=)|stroke-width="0")[^>]*><\/\1>\s*/g, '')
      .trim()
  );
}

function attributes(style: string): string {
  return style
    .split(';')
    .map((each) => each.split(/:(.*)/s))
    .filter(([name]) => asAttributes.has(name?.trim() ?? ''))
    .map(([name, value]) => ` ${name?.trim()}="${value?.trim()}"`)
    .join('');
}
