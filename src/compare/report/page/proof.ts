/** What proves a step: differences, the server's own state, the ledger, and what was said on the wire. */
import type { Difference, ExperimentResult, ServerState, StepResult } from '../../../contract/compare/result.ts';
import type { WireLine } from '../../../contract/wire.ts';
import type { Lang } from '../amounts.ts';
import { html, type Markup } from '../escape.ts';
import { wordsIn } from '../words/index.ts';
import { nameOf } from './machines.ts';

export function proofOf(result: ExperimentResult, step: StepResult, lang: Lang): Markup {
  const words = wordsIn[lang];
  const name = (id: string): string => {
    const machine = result.machines.find((each) => each.id === id);
    return machine === undefined ? id : nameOf(machine, lang);
  };
  const subject = (mail: string): string => result.mails.find((each) => each.mail === mail)?.subject || mail;
  const ledger = step.outcomes.flatMap(({ machine, cells }) =>
    cells.flatMap(({ mail, why }) => why.map((entry) => ({ machine, mail, ...entry }))),
  );
  const { differences } = step;
  return html`<div class="proof">
${folded(
  words.differences,
  differences.length,
  differences.length === 0
    ? html`<p class="soft">${words.noDifferences}</p>`
    : html`<table class="numbers"><tbody>${differences.map(
        (each) =>
          html`<tr><th scope="row">${subject(each.mail)}<span class="second">${words.about[each.about]}</span></th>${Object.entries(
            each.values,
          ).map(
            ([machine, value]) =>
              html`<td>${saidOf(each, value, lang)}<span class="second">${name(machine)}</span></td>`,
          )}</tr>`,
      )}</tbody></table>`,
)}
${folded(words.serverState, null, html`${step.server.map((state) => serverOf(state, subject, lang))}`)}
${
  ledger.length > 0 &&
  folded(
    words.ledger,
    ledger.length,
    html`<table class="numbers"><thead><tr><th scope="col">${words.machine}</th><th scope="col">${words.mail}</th><th scope="col">${words.what}</th><th scope="col">${words.cause}</th></tr></thead><tbody>${ledger.map(
      ({ machine, mail, what, cause }) =>
        html`<tr><th scope="row">${name(machine)}</th><td>${subject(mail)}</td><td>${what}</td><td class="mono">${cause}</td></tr>`,
    )}</tbody></table>`,
  )
}
${step.outcomes
  .filter(({ transcript }) => transcript.length > 0)
  .map(({ machine, transcript }) =>
    folded(
      `${words.transcripts}: ${name(machine)}`,
      null,
      html`<pre class="wire" tabindex="0">${transcript.map(wireLine)}</pre>`,
      words.lines(transcript.length),
    ),
  )}
</div>`;
}

function folded(
  title: string,
  count: number | null,
  inside: Markup,
  said = count === null ? '' : String(count),
): Markup {
  return html`<details><summary>${title}${said !== '' && html`<span class="count">${said}</span>`}</summary>${inside}</details>
`;
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
