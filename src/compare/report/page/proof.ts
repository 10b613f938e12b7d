/** What proves a step: differences, the server's own state, the ledger, and what was said on the wire. */
import type { Difference, ExperimentResult, ServerState, StepResult } from '../../../contract/compare/result.ts';
import type { WireLine } from '../../../contract/wire.ts';
import type { Lang } from '../amounts.ts';
import { html, type Markup } from '../escape.ts';
import { wordsIn } from '../words/index.ts';
import { folded } from './folded.ts';
import { nameOf } from './machines.ts';

export function proofOf(result: ExperimentResult, step: StepResult, lang: Lang): Markup {
  const words = wordsIn[lang];
  const name = (id: string): string => {
    const machine = result.machines.find((each) => each.id === id);
    return machine === undefined ? id : nameOf(machine, lang);
  };
  const subject = (mail: string): string => result.mails.find((each) => each.mail === mail)?.subject || mail;
  const ledger = step.outcomes.flatMap(({ machine, cells }) =>
    cells.flatMap(({ mail, why }) => why.map((entry) => ({ machine: name(machine), mail: subject(mail), ...entry }))),
  );
  const { differences } = step;
  return html`<div class="proof">
${folded(words.differences, differencesOf(differences, subject, name, lang), String(differences.length))}
${folded(words.serverState, html`${step.server.map((state) => serverOf(state, subject, lang))}`)}
${ledger.length > 0 && folded(words.ledger, ledgerOf(ledger, lang), String(ledger.length))}
${step.outcomes
  .filter(({ transcript }) => transcript.length > 0)
  .map(({ machine, transcript }) =>
    folded(
      words.transcript(name(machine)),
      html`<pre class="wire" tabindex="0">${transcript.map(wireLine)}</pre>`,
      words.lines(transcript.length),
    ),
  )}
</div>`;
}

function differencesOf(
  all: readonly Difference[],
  subject: (mail: string) => string,
  name: (machine: string) => string,
  lang: Lang,
): Markup {
  const words = wordsIn[lang];
  if (all.length === 0) return html`<p class="soft">${words.noDifferences}</p>`;
  return html`<table class="numbers"><tbody>${all.map(
    (each) =>
      html`<tr><th scope="row">${subject(each.mail)}<span class="second">${words.about[each.about]}</span></th>${Object.entries(
        each.values,
      ).map(
        ([machine, value]) => html`<td>${saidOf(each, value, lang)}<span class="second">${name(machine)}</span></td>`,
      )}</tr>
`,
  )}</tbody></table>`;
}

interface Entry {
  readonly machine: string;
  readonly mail: string;
  readonly what: string;
  readonly cause: string;
}

function ledgerOf(all: readonly Entry[], lang: Lang): Markup {
  const words = wordsIn[lang];
  return html`<table class="numbers"><thead><tr>${[words.machine, words.mail, words.what, words.cause].map(
    (head) => html`<th scope="col">${head}</th>`,
  )}</tr></thead><tbody>${all.map(
    ({ machine, mail, what, cause }) =>
      html`<tr><th scope="row">${machine}</th><td>${mail}</td><td>${what}</td><td class="mono">${cause}</td></tr>
`,
  )}</tbody></table>`;
}

function saidOf({ about }: Difference, value: string | boolean | null, lang: Lang): string {
  const words = wordsIn[lang];
  if (value === null) return '–';
  if (about === 'known') return value === true ? words.known : words.unknown;
  if (about === 'read') return value === true ? words.read : words.unread;
  if (about === 'holds' && typeof value === 'string' && value in words.holds)
    return words.holds[value as keyof typeof words.holds];
  return String(value);
}

function serverOf({ mailbox, folders }: ServerState, subject: (mail: string) => string, lang: Lang): Markup {
  const words = wordsIn[lang];
  return html`<p class="soft">${words.mailbox(mailbox)}</p>
<table class="numbers"><tbody>${folders.map(
    ({ path, mails }) =>
      html`<tr><th scope="row">${words.folder(path, mails.length)}</th><td>${
        mails.length === 0
          ? html`<span class="soft">${words.nothingThere}</span>`
          : mails.map(
              ({ mail, uid, flags }) =>
                html`<span class="second">UID ${uid} · ${mail === null ? words.stranger : subject(mail)}${
                  flags.length > 0 && html` · <code>${flags.join(' ')}</code>`
                }</span>`,
            )
      }</td></tr>`,
  )}</tbody></table>`;
}

function wireLine({ who, text, peer }: WireLine): Markup {
  if (who === '*')
    return html`<span class="note">* ${peer} ${text}</span>
`;
  return html`<span class="${who}">${who}: ${text}</span>
`;
}
