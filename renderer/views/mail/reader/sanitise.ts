/**
 * The HTML part of a mail as a document that can run nothing and load nothing. Three walls, each enough by itself for what it
 * covers: DOMPurify, a frame with an empty sandbox, and a Content-Security-Policy inside it. Nothing touches the HTML after
 * DOMPurify.
 */
import createPurifier from 'dompurify';

export interface Cleaned {
  /** For srcdoc. */
  readonly document: string;
  /** How many pictures would have been loaded from the internet. */
  readonly remotePictures: number;
  /** The mail sets colours of its own, so that it must stand on white paper. */
  readonly ownColours: boolean;
}

export interface Paper {
  readonly language: string;
  readonly dark: boolean;
}

/** @param pictures data: URLs of the mail's own pictures, by Content-ID. */
export function cleanHtml(
  html: string,
  pictures: ReadonlyMap<string, string>,
  paper: Paper,
  window: Window & typeof globalThis,
): Cleaned {
  // An inert document: nothing in it loads or runs.
  const draft = new window.DOMParser().parseFromString(html, 'text/html');
  const remotePictures = takeOutPictures(draft, pictures);
  const purifier = createPurifier(window);
  purifier.addHook('afterSanitizeAttributes', (node) => {
    if (node.tagName !== 'A' || !node.hasAttribute('href')) return;
    // Opening a window is refused by the shell, which opens the address outside instead, if it may be opened at all.
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer');
    node.setAttribute('title', node.getAttribute('href') ?? '');
  });
  const paperColour = colourOf(draft);
  const styles = [...draft.head.querySelectorAll('style')].map((style) => style.outerHTML).join('');
  const body = draft.body.cloneNode(true) as HTMLElement;
  const clean = purifier.sanitize(styles + wrapped(body), {
    USE_PROFILES: { html: true },
    FORCE_BODY: true,
    FORBID_TAGS: forbiddenTags,
    FORBID_ATTR: [
      'srcset',
      'poster',
      'ping',
      'background',
      'action',
      'formaction',
      'autofocus',
      'tabindex',
      'contenteditable',
    ],
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#|data:image\/(?:png|jpeg|gif|webp|bmp|avif);base64,)/i,
    ALLOW_ARIA_ATTR: false,
    ALLOW_DATA_ATTR: false,
  });
  const ownColours =
    /(?:^|[\s"';{])(?:color|background(?:-color)?)\s*:|bgcolor=|<font[^>]+color/i.test(clean) || paperColour !== null;
  return { document: page(clean, ownColours ? (paperColour ?? '#fff') : null, paper), remotePictures, ownColours };
}

const forbiddenTags = [
  'form',
  'input',
  'button',
  'textarea',
  'select',
  'option',
  'meta',
  'base',
  'link',
  'svg',
  'math',
  'iframe',
  'frame',
  'frameset',
  'object',
  'embed',
  'applet',
  'audio',
  'video',
  'source',
  'track',
  'picture',
  'template',
  'dialog',
  'slot',
  'portal',
];

/** Puts the mail's own pictures in their places and takes out the addresses of all others. */
function takeOutPictures(draft: Document, pictures: ReadonlyMap<string, string>): number {
  let remote = 0;
  for (const image of draft.querySelectorAll('img, input[type=image]')) {
    const source = image.getAttribute('src')?.trim() ?? '';
    if (/^data:image\//i.test(source)) continue;
    image.removeAttribute('src');
    const own = /^cid:/i.test(source) ? pictures.get(decodeCid(source.slice(4))) : undefined;
    if (own !== undefined) image.setAttribute('src', own);
    else if (/^(https?:)?\/\//i.test(source)) remote += 1;
    // A picture of one point only counts readers; its place would show as a blot.
    if (own === undefined && (image.getAttribute('width') === '1' || image.getAttribute('height') === '1'))
      image.remove();
  }
  for (const element of draft.querySelectorAll('[background]')) {
    if (/^(https?:)?\/\//i.test(element.getAttribute('background') ?? '')) remote += 1;
  }
  for (const element of draft.querySelectorAll('[style]')) {
    if (/url\(\s*['"]?(https?:)?\/\//i.test(element.getAttribute('style') ?? '')) remote += 1;
  }
  return remote;
}

function decodeCid(cid: string): string {
  try {
    return decodeURIComponent(cid);
  } catch {
    return cid;
  }
}

/** The body's own attributes carry colours and margins; as a div they survive. */
function wrapped(body: HTMLElement): string {
  const div = body.ownerDocument.createElement('div');
  for (const name of ['style', 'class', 'dir', 'lang', 'align']) {
    const value = body.getAttribute(name);
    if (value !== null) div.setAttribute(name, value);
  }
  const colour = body.getAttribute('text');
  if (colour !== null) div.style.color = colour;
  div.append(...body.childNodes);
  return div.outerHTML;
}

/** The body's own ground, as the browser writes colours itself (`rgb(1, 2, 3)`), so that nothing else can stand in it. */
function colourOf({ body }: Document): string | null {
  const probe = body.ownerDocument.createElement('i').style;
  probe.backgroundColor = body.style.backgroundColor || (body.getAttribute('bgcolor') ?? '');
  return /^(?:rgba?\([\d., ]+\)|[a-z]+)$/.test(probe.backgroundColor) ? probe.backgroundColor : null;
}

const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

/** @param ground the colour that the mail stands on; null where it has none of its own and takes the window's. */
function page(clean: string, ground: string | null, paper: Paper): string {
  const ink = paper.dark && ground === null;
  // Newsletters are drawn 600 points wide; they get all the room there is.
  const wide = /width\s*[:=]\s*["']?(?:5[5-9]\d|[6-9]\d\d)/i.test(clean);
  return `<!doctype html><html lang="${paper.language}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><style>
:root{color-scheme:${ink ? 'dark' : 'light'};background:${ground ?? (ink ? '#191d26' : '#fff')}}
body{margin:0;padding:${wide ? '8px' : '16px 24px 24px'};color:${ink ? '#e7e5df' : '#1d2330'};font:15px/1.6 system-ui,"Noto Sans","Noto Sans JP","Noto Sans CJK JP","Hiragino Sans","Yu Gothic UI",sans-serif;overflow-wrap:anywhere}
html:lang(ja) body{font-size:16px;line-height:1.8}
a{color:${ink ? '#8fb3f0' : '#164a84'}}
img{max-width:100%;height:auto}
img:not([src]){display:inline-block;padding:2px 6px;border:1px dashed ${ink ? '#2e3442' : '#dedad1'};color:${ink ? '#a9aebb' : '#545b6b'};font-size:12px;width:auto!important;height:auto!important}
img:not([src]):not([alt]),img:not([src])[alt=""]{display:none}
pre{white-space:pre-wrap}table{max-width:100%}
blockquote{margin:8px 0;padding-left:12px;border-left:2px solid ${ink ? '#2e3442' : '#dedad1'};color:${ink ? '#a9aebb' : '#545b6b'}}
::selection{background:${ink ? '#8fb3f055' : '#164a8440'}}
</style></head><body>${clean}</body></html>`;
}
