/** The style sheet of a report: the stationery of the app, on paper too. It is the only one, and the page's policy names its hash. */
import { fonts, mono, type Tokens, tokens } from '../tokens.ts';

const variables = (theme: Tokens): string =>
  Object.entries(theme)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');

/** `steps`: the most steps that an experiment of this report has, with step 0. */
export function styleOf(lang: 'en' | 'ja', steps: number): string {
  return `
:root{color-scheme:light dark;${variables(tokens.light)}}
@media screen and (prefers-color-scheme:dark){:root{${variables(tokens.dark)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:${lang === 'ja' ? '15px/1.8' : '15px/1.6'} ${fonts[lang]};font-variant-numeric:tabular-nums;overflow-wrap:break-word;line-break:strict}
main,body>header,body>footer{max-width:1120px;margin:0 auto;padding:0 32px}
a{color:var(--indigo);text-underline-offset:3px;text-decoration-thickness:1px}
h1,h2,h3,h4,p,ol,ul,dl,dd,figure,table,pre,fieldset{margin:0;padding:0}
h1,h2,h3,h4{font-weight:600;text-wrap:balance;${lang === 'ja' ? 'word-break:auto-phrase' : ''}}
ol,ul{list-style:none}
fieldset{border:0;min-width:0}
code,pre,.mono{font-family:${mono}}
:focus-visible{outline:2px solid var(--indigo);outline-offset:2px;border-radius:2px}
${head}${glance}${article}${board}${matrix}${tables}${details}${picks(steps)}${narrow}${print}`.trim();
}

const head = `
body>header{display:flex;gap:32px;align-items:flex-start;justify-content:space-between;padding-top:56px}
h1{font-size:28px;line-height:1.35;letter-spacing:-.005em}
.lead{margin-top:12px;color:var(--ink-soft);max-width:42em}
.postmark{flex:none;margin-right:8px;width:112px;height:112px;color:var(--indigo);transform:rotate(-8deg)}
.postmark text{fill:currentColor;font-size:10px;letter-spacing:.08em}
.postmark .day{font-size:12px;font-weight:600;letter-spacing:.02em}
`;

const glance = `
.glance{margin-top:40px}
.glance h2,.settings>h2{font-size:13px;color:var(--ink-soft);font-weight:600}
.glance table{width:100%;margin-top:8px;border-collapse:collapse}
.glance th,.glance td{padding:9px 24px 9px 0;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top;font-weight:400}
.glance thead th{font-size:13px;color:var(--ink-soft);border-color:var(--ink-faint)}
.glance .n{width:34px;padding-right:8px;color:var(--ink-faint)}
.glance tbody th{width:46%}
.glance a{text-decoration:none}
.glance a:hover{text-decoration:underline}
.glance .by{display:none;margin-top:6px;color:var(--ink-faint);font-size:12px}
.glance .said{display:block;color:var(--ink-soft);font-size:13px}
.glance b{color:var(--ink);font-size:15px;margin-right:2px}
`;

const article = `
article{margin-top:72px;padding-top:24px;border-top:2px solid var(--ink)}
article>header{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:4px 24px}
.kicker{color:var(--ink-soft);font-size:13px}
.kicker a{color:inherit;text-decoration:none}
.kicker a:hover{text-decoration:underline}
h2.question{grid-column:1/-1;font-size:22px;line-height:1.45;max-width:36em}
.answer{grid-column:1/-1;margin-top:8px;font-size:16px;line-height:1.75;max-width:46em;white-space:pre-line}
h3{font-size:15px;margin:40px 0 12px}
.charts{display:grid;grid-template-columns:repeat(2,minmax(0,440px));gap:28px 56px}
.charts figcaption{font-size:13px;color:var(--ink-soft);margin-bottom:10px}
.charts svg{display:block;width:100%;height:auto}
`;

const board = `
.board{position:relative;display:grid;grid-template-columns:minmax(200px,268px) minmax(0,1fr);gap:0 32px}
.board>input{position:absolute;opacity:0;pointer-events:none;inset:0 auto auto 0}
.board>.how{grid-column:1/-1;color:var(--ink-soft);font-size:13px;margin-bottom:12px}
.steps{counter-reset:step -1;font-size:13px;line-height:1.5}
.steps label{position:relative;display:grid;grid-template-columns:28px minmax(0,1fr);gap:8px;padding:6px 10px 6px 4px;cursor:pointer;border-left:2px solid transparent}
.steps label:hover{background:var(--well)}
.steps .n{display:grid;place-items:center;width:24px;height:24px;border:1px solid var(--ink-faint);border-radius:50%;font-size:11px;line-height:1;color:var(--ink-soft);background:var(--paper)}
.steps .refused .n{border-color:var(--vermilion);color:var(--vermilion)}
.frame{display:none}
.frame>h4{font-size:13px;color:var(--ink-soft);margin-bottom:2px}
.frame>.told{margin-bottom:12px}
.scroll{overflow-x:auto}
`;

const matrix = `
.matrix{border-collapse:collapse;width:100%;font-size:13px;line-height:1.45}
.matrix th,.matrix td{text-align:left;vertical-align:top;padding:8px 10px;border-bottom:1px solid var(--rule);font-weight:400}
.matrix thead th{vertical-align:bottom;border-bottom:1px solid var(--ink-faint);font-weight:600}
.matrix thead .box{font-weight:400;color:var(--ink-soft);border:0;padding-bottom:0}
.matrix th .second,.matrix td .second{display:block;color:var(--ink-soft);font-weight:400;font-size:12px}
.matrix tbody th{min-width:130px;max-width:260px;overflow-wrap:anywhere}
.matrix .server{border-left:1px solid var(--rule);color:var(--ink-soft)}
.matrix tr>:first-child{padding-left:0}
.matrix td.changed{background:var(--indigo-wash)}
.matrix td.gone{color:var(--ink-faint)}
.matrix th.server,.matrix td.server.gone,.matrix .server .second,.matrix .inbox{white-space:nowrap}
.fresh{color:var(--vermilion);font-weight:600}
.unread{font-weight:600}
.dot{display:inline-block;width:7px;height:7px;border-radius:50%;background:var(--vermilion);margin-right:6px;vertical-align:1px}
.dot.hollow{background:none;box-shadow:inset 0 0 0 1.5px var(--vermilion)}
.held{white-space:nowrap}
.letter{width:17px;height:12px;vertical-align:-1px;margin-right:6px;color:var(--indigo)}
.tag{color:var(--amber)}
.tag.lost{color:var(--vermilion)}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;margin-top:10px;color:var(--ink-soft);font-size:12px}
.legend .wash{display:inline-block;width:17px;height:12px;background:var(--indigo-wash);margin-right:6px;vertical-align:-1px}
`;

const tables = `
.numbers{border-collapse:collapse;font-size:13px;line-height:1.45;width:100%}
.numbers th,.numbers td{padding:6px 16px 6px 0;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top;font-weight:400}
.numbers tbody th{min-width:8.5em}
.numbers th.right{min-width:4.6em}
.numbers thead th{color:var(--ink-soft);vertical-align:bottom}
.numbers .right{text-align:right;white-space:nowrap}
.numbers thead .right{white-space:normal}
.numbers .zero{color:var(--ink-faint)}
.numbers .yes{color:var(--moss)}
.numbers .second{display:block;color:var(--ink-soft);font-size:12px}
.numbers .refusal{color:var(--vermilion);white-space:normal}
.numbers.slim{width:auto}
.soft{color:var(--ink-soft);font-size:13px}
.frame h5{margin:24px 0 4px;font-size:13px;font-weight:600}

.choice{margin-top:12px;font-size:20px;font-weight:600;color:var(--indigo)}
.reasons{margin-top:12px;max-width:46em}
.reasons li{padding-left:18px;position:relative}
.reasons li+li{margin-top:4px}
.reasons li::before{content:"";position:absolute;left:2px;top:.72em;width:7px;height:7px;border-radius:50%;background:var(--indigo)}
.cautions li::before{background:none;box-shadow:inset 0 0 0 1.5px var(--amber)}
.ways{margin:24px 0 8px}
.numbers.ways th,.numbers.ways td{padding-left:12px}
.numbers.ways th:first-child,.numbers.ways td:first-child{padding-left:0}
.ways thead th{font-weight:600}
.numbers.ways .chosen{background:var(--indigo-wash);color:var(--ink)}
`;

const details = `
details{border-bottom:1px solid var(--rule);font-size:13px}
.more,.proof{border-top:1px solid var(--rule)}
.more{margin-top:24px}
.proof{margin-top:24px}
summary{padding:7px 0;cursor:pointer;color:var(--indigo)}
summary .count{color:var(--ink-faint);margin-left:8px}
details>*:not(summary){margin-bottom:12px}
pre.wire{background:var(--well);padding:10px 12px;font-size:12px;line-height:1.6;max-height:28em;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}
pre.wire .C{color:var(--indigo)}
pre.wire .note{color:var(--ink-faint)}
dl.pairs{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 24px;font-size:13px}
dl.pairs dt{color:var(--ink-soft)}
.settings{margin-top:72px;padding-top:24px;border-top:2px solid var(--ink)}
.settings dl,.settings ul{margin-top:12px}
.settings ul{font-size:13px;color:var(--ink-soft);max-width:60em}
.settings li+li{margin-top:4px}
body>footer{padding-top:32px;padding-bottom:56px;color:var(--ink-faint);font-size:12px}
`;

/** Which step is shown, without a script: the n-th radio button shows the n-th frame. */
function picks(steps: number): string {
  const of = (n: number) => `.board>input:nth-of-type(${n})`;
  return Array.from({ length: steps }, (_, i) => i + 1)
    .map(
      (n) =>
        `${of(n)}:checked~.frames>.frame:nth-of-type(${n}){display:block}` +
        `${of(n)}:checked~.steps>li:nth-of-type(${n})>label{background:var(--indigo-wash);border-left-color:var(--indigo)}` +
        `${of(n)}:focus-visible~.steps>li:nth-of-type(${n})>label{outline:2px solid var(--indigo);outline-offset:1px}`,
    )
    .join('\n');
}

const narrow = `
@media (max-width:860px){
main,body>header,body>footer{padding-left:16px;padding-right:16px}
body>header{padding-top:24px}
.board{grid-template-columns:minmax(0,1fr)}
.board>.frames{margin-top:20px}
}
@media (max-width:740px){
.charts{grid-template-columns:minmax(0,440px)}
}
@media (max-width:620px){
.glance thead{display:none}
.glance table,.glance tbody{display:block;border-top:1px solid var(--ink-faint)}
.glance tr{display:grid;grid-template-columns:28px 1fr 1fr;padding:10px 0;border-bottom:1px solid var(--rule)}
.glance th,.glance td,.glance .n{width:auto;padding:0 8px 0 0;border:0}
.glance tbody th{width:auto;grid-column:2/-1}
.glance tbody th+td{grid-column:2}
.glance tbody th+td[colspan]{grid-column:2/-1}
.glance .by{display:block}
.matrix td,.matrix thead th:not(.server){min-width:104px}
.matrix thead th+th:not(.server,.box){min-width:128px}
}
@media (max-width:520px){
body>header{flex-direction:column-reverse;gap:12px}
.postmark{width:80px;height:80px}
h1{font-size:24px}
h2.question{font-size:19px}
.answer{font-size:16px}
dl.pairs{grid-template-columns:minmax(0,1fr);gap:0}
dl.pairs dd{margin-bottom:8px}
}
`;

const print = `
@media print{
.more details::details-content{content-visibility:visible;display:block}
@page{margin:16mm 14mm}
body{font-size:10.5pt;background:none}
main,body>header,body>footer{max-width:none;padding:0}
article{break-before:page;margin-top:0}
.how,.proof,.kicker a,body>footer{display:none}
.charts{grid-template-columns:repeat(2,minmax(0,1fr));gap:14pt 24pt}
.numbers{font-size:7.5pt}
.numbers th,.numbers td{padding:3pt 5pt 3pt 0;white-space:normal}
.numbers .second,.matrix .second{font-size:7pt}
.matrix{font-size:8pt}
.matrix th,.matrix td{padding:3pt 4pt}
.matrix tbody th,.matrix td,.matrix thead th:not(.server),.matrix thead th+th:not(.server,.box){min-width:0}
.matrix th.server,.matrix td.server.gone,.matrix .server .second,.matrix .inbox,.held{white-space:normal}
.numbers tbody th,.numbers th.right{min-width:0}
.charts figure,.numbers tr,.matrix tr{break-inside:avoid}
h2,h3,h4,h5{break-after:avoid}
.board{display:block}
.frames{margin-top:12pt}
.scroll{overflow:visible}
a{color:inherit;text-decoration:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;
