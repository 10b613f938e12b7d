import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { cleanHtml } from '../../../renderer/views/mail/reader/sanitise.ts';

const { window } = new JSDOM('');
const paper = { language: 'en', dark: false };

function clean(html: string, pictures: ReadonlyMap<string, string> = new Map()) {
  const result = cleanHtml(html, pictures, paper, window as unknown as Window & typeof globalThis);
  const shown = new JSDOM(result.document).window.document;
  return { ...result, shown };
}

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><script>alert(1)</script></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="data:text/html,x"></object><embed src="x">',
  '<base href="https://evil.example/"><a href="/x">x</a>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<link rel="stylesheet" href="https://evil.example/x.css">',
  '<form action="https://evil.example"><input name="password"><button>Go</button></form>',
  '<a href="javascript:alert(1)">x</a><a href="\tjava\nscript:alert(1)">x</a><a href="data:text/html,x">x</a>',
  '<body onload=alert(1)><details open ontoggle=alert(1)>x</details>',
  '<video src="https://evil.example/a.mp4" poster="https://evil.example/p.png"></video>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<template><img src=x onerror=alert(1)></template>',
  '<a href="https://ok.example" ping="https://evil.example">x</a>',
])('nothing of %j can run, send or lead away', (html) => {
  const { shown } = clean(html);
  expect(
    shown.body.querySelectorAll(
      'script, iframe, object, embed, form, input, button, meta, base, link, svg, math, video, template, noscript',
    ),
  ).toHaveLength(0);
  for (const element of shown.body.querySelectorAll('*'))
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^on|^ping$|^srcset$|^action$|^poster$|^background$/);
      if (name === 'href') expect(value).toMatch(/^(https?:|mailto:|#)/);
      if (name === 'src') expect(value).toMatch(/^data:image\//);
    }
});

test('pictures from elsewhere are counted and not loaded; the place of a counting point disappears', () => {
  const { remotePictures, shown } = clean(
    '<img src="https://x.example/banner.png" alt="Autumn"><img src="//x.example/b.png"><img src="https://count.example/1.gif" width="1" height="1"><table background="https://x.example/t.png"><tr><td style="background:url(https://x.example/c.png)">x</td></tr></table>',
  );
  expect(remotePictures).toBe(5);
  expect(shown.querySelectorAll('[src], [background]')).toHaveLength(0);
  expect(shown.querySelectorAll('img')).toHaveLength(2);
});

test('a picture that lies in the mail is shown from the mail', () => {
  const { shown, remotePictures } = clean(
    '<img src="cid:logo%40hana.test">',
    new Map([['logo@hana.test', 'data:image/png;base64,AAAA']]),
  );
  expect(shown.querySelector('img')?.getAttribute('src')).toBe('data:image/png;base64,AAAA');
  expect(remotePictures).toBe(0);
});

test('a link opens nothing here and shows where it leads', () => {
  const { shown } = clean('<a href="https://hana.test/plan" target="_self" title="a bank">x</a>');
  const link = shown.querySelector('a');
  expect(link?.target).toBe('_blank');
  expect(link?.rel).toBe('noopener noreferrer');
  expect(link?.title).toBe('https://hana.test/plan');
});

test('the frame forbids all loading by its own policy, before anything of the mail', () => {
  const { document } = clean('<p>x</p>');
  expect(document.indexOf("default-src 'none'")).toBeLessThan(document.indexOf('<style>'));
  expect(document).toContain("img-src data:; style-src 'unsafe-inline'");
});

test('the ground of the mail cannot smuggle a rule of its own', () => {
  expect(clean('<body bgcolor="#efe6d4">x').document).toContain('background:rgb(239, 230, 212)');
  const [head] = clean('<body style="background-color:red}body{display:none">x').document.split('<body>');
  expect(head).not.toContain('red}body');
  expect(clean('<body bgcolor="url(https://x.example)">x').document).not.toContain('x.example');
});
