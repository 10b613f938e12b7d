/** Who has which mail after a step. */
import type { Machine } from '../../../contract/compare/machine.ts';
import type { Cell, ExperimentResult, StepResult } from '../../../contract/compare/result.ts';
import { type Lang, size } from '../amounts.ts';
import { html, type Markup } from '../escape.ts';
import { columnsOf, type Lying, type MatrixColumn, type MatrixRow, rowsOf } from '../matrix.ts';
import { wordsIn } from '../words/index.ts';
import { letterOf } from './letter.ts';
import { limitsOf, nameOf, policyOf } from './machines.ts';

export function matrixOf(result: ExperimentResult, step: StepResult, lang: Lang): Markup {
  const words = wordsIn[lang];
  const rows = rowsOf(result, step);
  if (rows.length === 0) return html`<p class="soft">${words.noMails}</p>`;
  const columns = columnsOf(result);
  return html`<div class="scroll"><table class="matrix"><thead>
${
  columns.length > 1 &&
  html`<tr><td class="box"></td>${columns.map(
    ({ mailbox, machines }) =>
      html`<th class="box" scope="colgroup" colspan="${machines.length + 1}">${words.mailbox(mailbox)}</th>`,
  )}</tr>
`
}<tr><th scope="col">${words.mail}</th>${columns.map((column) => headsOf(column, step, lang))}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${rowHead(row, lang)}${columns.map(({ mailbox, machines }) => [
        ...machines.map((machine) => cellOf(row.cells.get(machine.id), step.n, lang)),
        serverCell(row.server.get(mailbox) ?? [], lang),
      ])}</tr>
`,
  )}</tbody></table></div>
<p class="legend"><span>${letterOf('listed')}${words.holds.listed}</span><span>${letterOf('text')}${words.holds.text}</span><span>${letterOf('whole')}${words.holds.whole}</span><span><i class="dot"></i>${words.fresh}</span><span><i class="dot hollow"></i>${words.unread}</span><span><i class="wash"></i>${words.changedHere}</span></p>`;
}

function headsOf({ machines }: MatrixColumn, step: StepResult, lang: Lang): Markup {
  const words = wordsIn[lang];
  return html`${machines.map((machine) => machineHead(machine, step, lang))}<th scope="col" class="server">${words.server}</th>`;
}

function machineHead(machine: Machine, step: StepResult, lang: Lang): Markup {
  const state = step.outcomes.find((each) => each.machine === machine.id)?.state ?? 'on';
  const said = [policyOf(machine, lang), ...limitsOf(machine, lang)];
  return html`<th scope="col">${nameOf(machine, lang)}${
    state !== 'on' && html`<span class="second tag ${state}">${wordsIn[lang].state[state]}</span>`
  }${said.map((each) => html`<span class="second">${each}</span>`)}</th>`;
}

function rowHead({ info, mails }: MatrixRow, lang: Lang): Markup {
  const words = wordsIn[lang];
  const more = mails.length - 1;
  const attached = (info?.attachment ?? 0) > 0 ? words.withAttachment(size(info?.attachment ?? 0)) : null;
  return html`<th scope="row">${info?.subject || (mails[0] ?? '')}<span class="second">${
    more > 0
      ? words.moreLikeIt(more)
      : [mails[0] ?? '', info === null ? '' : size(info.size)].filter(Boolean).join(' · ')
  }</span>${attached !== null && html`<span class="second">${attached}</span>`}</th>`;
}

function cellOf(cell: Cell | undefined, n: number, lang: Lang): Markup {
  const words = wordsIn[lang];
  const changed = cell !== undefined && cell.since === n && n > 0;
  if (cell === undefined || cell.holds === 'nothing')
    return html`<td class="gone${changed && ' changed'}">${changed ? words.holds.nothing : '–'}</td>`;
  const { holds, read, fresh, folder, local, attachments, flags } = cell;
  const state = read
    ? html`${words.read}`
    : fresh
      ? html`<i class="dot"></i><span class="fresh">${words.fresh}</span>`
      : html`<i class="dot hollow"></i><span class="unread">${words.unread}</span>`;
  const second = [
    ...(folder !== null && !isInbox(folder) ? [local ? words.localFolder(folder) : folder] : []),
    ...(flags.includes('flagged') ? [words.flagged] : []),
    ...(attachments.all > 0 && holds !== 'whole' ? [words.attachments(attachments.held, attachments.all)] : []),
  ];
  return html`<td${changed && html` class="changed"`}>${state}<span class="second held">${letterOf(holds)}${words.holds[holds]}</span>${second.map(
    (each) => html`<span class="second">${each}</span>`,
  )}</td>`;
}

function serverCell(lying: readonly Lying[], lang: Lang): Markup {
  const words = wordsIn[lang];
  if (lying.length === 0) return html`<td class="server gone">${words.notOnServer}</td>`;
  return html`<td class="server">${lying.map(
    ({ folder, read }) =>
      html`<span${isInbox(folder) && html` class="inbox"`}>${isInbox(folder) ? words.inbox : folder}</span><span class="second">${read ? words.read : words.unread}</span>`,
  )}</td>`;
}

const isInbox = (folder: string): boolean => folder.toUpperCase() === 'INBOX';
