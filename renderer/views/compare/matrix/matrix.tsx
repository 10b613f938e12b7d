/** Machines and the server as columns, mails as rows: where each mail lives at this step, and whether it is read or new there. */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Machine } from '../../../../src/contract/compare/machine.ts';
import type { ExperimentResult, MailInfo, StepResult } from '../../../../src/contract/compare/result.ts';
import { Button } from '../../../components/index.ts';
import type { Words } from '../words/use-words.ts';
import { groupsOf, layThere, liesIn, type MailboxGroup, rowsOf } from './columns.ts';
import { MachineHead } from './machine-head.tsx';
import { MailCell } from './mail-cell.tsx';
import { ServerCell, ServerHead } from './server-cell.tsx';
import { useCellWords } from './use-cell-words.ts';
import { cellAt, type Grid, useGrid } from './use-grid.ts';

/** What the transcript is opened for: a machine, and perhaps one mail on it. */
export interface Proof {
  readonly machine: string;
  readonly mail: string | null;
}

export interface MatrixProps {
  result: ExperimentResult;
  at: number;
  words: Words;
  proof: Proof | null;
  onProof: (proof: Proof) => void;
  /** Rows below the mails, in the same columns: the meters. */
  children?: (columns: readonly Column[]) => ReactNode;
}

export type Column =
  | { readonly kind: 'machine'; readonly machine: Machine; readonly group: MailboxGroup; readonly first: boolean }
  | { readonly kind: 'server'; readonly group: MailboxGroup; readonly first: boolean };

/** CSS pixels; machines share what is left. */
const mailWidth = 180;
const columnWidth = { machine: 120, server: 104 } as const;

/** So many mails are shown at first; a step is watched, not scrolled. */
const few = 12;
const more = 100;

export function Matrix({ result, at, words, proof, onProof, children }: Readonly<MatrixProps>) {
  const { t } = useTranslation('compare');
  const [shown, setShown] = useState(few);
  const step = result.steps[at];
  const groups = groupsOf(result);
  const columns = columnsOf(groups);
  const all = rowsOf(result.mails);
  const rows = all.slice(0, shown);
  const grid = useGrid(rows.length + 1, columns.length);
  if (step === undefined) return null;
  const left = all.length - rows.length;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <section aria-label={t('matrix.label')} className="relative overflow-x-auto border-y border-rule bg-sheet">
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the arrows go through its cells, the grid pattern of ARIA
          role="grid"
          aria-label={t('matrix.label')}
          aria-rowcount={all.length + 1}
          onKeyDown={grid.onKeyDown}
          onFocus={grid.onFocus}
          className="w-full table-fixed border-collapse"
          style={{ minWidth: `${columns.reduce((sum, { kind }) => sum + columnWidth[kind], mailWidth)}px` }}
        >
          <colgroup>
            <col style={{ width: mailWidth }} />
            {columns.map(({ kind }, n) => (
              <col key={n} {...(kind === 'server' ? { style: { width: columnWidth.server } } : {})} />
            ))}
          </colgroup>
          <Heads
            step={step}
            columns={columns}
            named={groups.length > 1}
            words={words}
            grid={grid}
            proof={proof}
            onProof={onProof}
          />
          <tbody>
            {rows.map((mail, n) => (
              <Row
                key={mail.mail}
                mail={mail}
                n={n + 1}
                result={result}
                step={step}
                columns={columns}
                words={words}
                grid={grid}
                proof={proof}
                onProof={onProof}
              />
            ))}
            {rows.length === 0 ? (
              <tr>
                <td colSpan={columns.length + 1} className="px-3 py-4 text-ink-soft">
                  {t('matrix.none')}
                </td>
              </tr>
            ) : null}
          </tbody>
          {left > 0 ? (
            <tbody>
              <tr>
                <td colSpan={columns.length + 1} className="border-t border-rule px-1 py-1">
                  <Button kind="link" onPress={() => setShown(shown + more)}>
                    {t('matrix.more', { count: Math.min(left, more) })}
                  </Button>
                </td>
              </tr>
            </tbody>
          ) : null}
          {children?.(columns)}
        </table>
      </section>
    </div>
  );
}

function columnsOf(groups: readonly MailboxGroup[]): Column[] {
  return groups.flatMap((group): Column[] => [
    ...group.machines.map((machine, n): Column => ({ kind: 'machine', machine, group, first: n === 0 })),
    { kind: 'server', group, first: group.machines.length === 0 },
  ]);
}

/** A hairline before each mailbox but the first, and before the server. */
export const columnEdge = (column: Column, n: number): string =>
  n > 0 && (column.first || column.kind === 'server')
    ? `border-l ${column.first ? 'border-l-ink-faint' : 'border-l-rule'}`
    : '';
export const columnGround = (column: Column): string => (column.kind === 'server' ? 'bg-well' : '');

interface HeadsProps {
  step: StepResult;
  columns: readonly Column[];
  named: boolean;
  words: Words;
  grid: Grid;
  proof: Proof | null;
  onProof: (proof: Proof) => void;
}

function Heads({ step, columns, named, words, grid, proof, onProof }: Readonly<HeadsProps>) {
  const { t } = useTranslation('compare');
  return (
    <thead>
      <tr className="h-px border-b border-ink-faint align-top">
        <th
          scope="col"
          className="sticky left-0 z-10 bg-sheet px-3 py-2 text-left text-small font-normal text-ink-soft"
        >
          {t('matrix.mail')}
        </th>
        {columns.map((column, n) => (
          <th
            key={n}
            scope="col"
            className={`h-px p-0 align-top font-normal ${columnEdge(column, n)} ${columnGround(column)}`}
          >
            {column.kind === 'machine' ? (
              <MachineHead
                machine={column.machine}
                outcome={step.outcomes.find(({ machine }) => machine === column.machine.id)}
                formats={words}
                at={cellAt(0, n)}
                chosen={proof?.machine === column.machine.id && proof.mail === null}
                tabIndex={grid.tabIndex(cellAt(0, n))}
                onOpen={() => onProof({ machine: column.machine.id, mail: null })}
              />
            ) : (
              <div data-at={cellAt(0, n)} tabIndex={grid.tabIndex(cellAt(0, n))} className="h-full -outline-offset-2">
                <ServerHead state={step.server.find(({ mailbox }) => mailbox === column.group.mailbox)} named={named} />
              </div>
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface RowProps {
  mail: MailInfo;
  n: number;
  result: ExperimentResult;
  step: StepResult;
  columns: readonly Column[];
  words: Words;
  grid: Grid;
  proof: Proof | null;
  onProof: (proof: Proof) => void;
}

function Row({ mail, n, result, step, columns, words, grid, proof, onProof }: Readonly<RowProps>) {
  const { t } = useTranslation('compare');
  const say = useCellWords(words);
  const there = step.outcomes.some(({ cells }) => cells.some((cell) => cell.mail === mail.mail));
  return (
    <tr className="h-px border-b border-rule last:border-0">
      <th scope="row" className="sticky left-0 z-10 bg-sheet px-3 py-1.5 text-left font-normal">
        <span title={mail.subject} className={`block truncate ${there ? '' : 'text-ink-faint'}`}>
          {mail.subject}
        </span>
        <span className="tabular block truncate text-small text-ink-faint">
          {there ? `${mail.from.replace(/ *<.*>$/, '')} · ${words.size(mail.size)}` : t('matrix.later')}
        </span>
      </th>
      {columns.map((column, c) => {
        const at = cellAt(n, c);
        const tabIndex = grid.tabIndex(at);
        const className = `h-px p-0 align-middle ${columnEdge(column, c)} ${columnGround(column)}`;
        if (column.kind === 'server') {
          const { mailbox } = column.group;
          const lies = liesIn(
            step.server.find((one) => one.mailbox === mailbox),
            mail.mail,
          );
          return (
            <td key={at} data-at={at} tabIndex={tabIndex} className={`${className} px-3! py-1! -outline-offset-2`}>
              <ServerCell lies={lies} lay={layThere(result.steps, step.n, mailbox, mail.mail)} />
            </td>
          );
        }
        const { id } = column.machine;
        const cell = step.outcomes.find(({ machine }) => machine === id)?.cells.find((one) => one.mail === mail.mail);
        return (
          <td key={at} className={className}>
            <MailCell
              cell={cell}
              at={at}
              tabIndex={tabIndex}
              changed={cell !== undefined && step.n > 0 && cell.since === step.n}
              chosen={proof?.machine === id && proof.mail === mail.mail}
              label={t('cell.label', { mail: mail.subject, machine: words.names.machine(id), state: say(cell) })}
              onOpen={() => onProof({ machine: id, mail: mail.mail })}
            />
          </td>
        );
      })}
    </tr>
  );
}
