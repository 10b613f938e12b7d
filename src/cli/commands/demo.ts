/** `tegami demo`: the scenes of the lab, played one after the other, with what was really said. */
import type { Played, SceneStep } from '../../contract/lab/scene.ts';
import type { Transcript } from '../../contract/lab/trace.ts';
import type { Lang } from '../../contract/words/index.ts';
import { playAll, scenes } from '../../lab/index.ts';
import { type Command, text, UsageError } from '../command.ts';
import { seconds } from '../look/measures.ts';
import { transcriptLines } from '../look/transcript.ts';
import { columnsOf, line } from '../look/width.ts';
import { wrap } from '../look/wrap.ts';
import type { Words } from '../words/index.ts';

/** Columns where there is no terminal to ask. */
const usualWidth = 88;
/** Lines of each conversation, conversations of each step. */
const shown = { lines: 60, conversations: 2 };

export const demo: Command = {
  name: 'demo',
  usage: '[--scene N]',
  options: ['scene'],
  words: 0,
  async run(given, { words, lang, width }) {
    const numbers = wanted(text(given, 'scene'));
    if (given.options['json'] === true) {
      return { json: { scenes: await Promise.all(playAll(numbers)) }, lines: [] };
    }
    return { bytes: told(numbers, words, lang, Math.max(40, Math.min(width ?? usualWidth, 100))) };
  },
};

function wanted(given: string | undefined): number[] {
  const all = scenes.map(({ info }) => info.number);
  if (given === undefined) return all;
  const number = all.find((each) => String(each) === given);
  if (number === undefined) throw new UsageError((words) => words.lab.noScene(given));
  return [number];
}

/** Each scene as soon as it is over. */
async function* told(
  numbers: readonly number[],
  words: Words,
  lang: Lang,
  columns: number,
): AsyncGenerator<Uint8Array> {
  const began = performance.now();
  for (const played of playAll(numbers)) yield encode(sceneLines(await played, words, lang, columns));
  yield encode([words.lab.took(numbers.length, seconds(performance.now() - began, lang))]);
}

const encode = (lines: readonly string[]): Uint8Array => Buffer.from(lines.map((each) => `${each}\n`).join(''));

function sceneLines(played: Played, words: Words, lang: Lang, columns: number): string[] {
  const { number, title, question } = played.scene;
  const head = `${number}  ${title[lang]}`;
  return [
    head,
    '='.repeat(columnsOf(head)),
    ...wrap(question[lang], columns),
    '',
    ...played.steps.flatMap((step, i) => [
      ...stepLines(step, `${number}.${i + 1}`, lang, columns),
      ...conversations(played, i, words, columns),
    ]),
    ...wrap(`${words.lab.answer}: ${played.answer[lang]}`, columns),
    '',
    '',
  ];
}

function stepLines(step: SceneStep, number: string, lang: Lang, columns: number): string[] {
  const facts = step.facts.map(({ label, value }) => line(`  * ${label[lang]}: ${value.toLocaleString('en-US')}`));
  return [
    `${number}  ${step.title[lang]}`,
    '',
    ...wrap(line(step.narration[lang]), columns, '  '),
    '',
    ...facts,
    ...(facts.length === 0 ? [] : ['']),
  ];
}

function conversations(played: Played, step: number, words: Words, columns: number): string[] {
  const all = (played.steps[step]?.connections ?? [])
    .flatMap((id) => played.transcripts.find(({ connection }) => connection === id) ?? [])
    .map((transcript) => partOf(transcript, played.steps, step));
  const more = all.length - shown.conversations;
  return [
    ...all.slice(0, shown.conversations).flatMap((transcript) => conversation(transcript, words, columns)),
    ...(more > 0 ? [`  ${words.lab.moreTalks(more)}`, ''] : []),
  ];
}

/** A conversation that goes on through several steps: what was said in this one, the client speaking once to a command. */
function partOf(transcript: Transcript, steps: readonly SceneStep[], step: number): Transcript {
  const said = steps.map(({ events }) => events.filter((e) => e.connection === transcript.connection));
  if (said.filter((events) => events.length > 0).length < 2) return transcript;
  const commands = said.map((events) => events.filter(({ kind }) => kind === 'command').length);
  const before = commands.slice(0, step).reduce((sum, each) => sum + each, 0);
  const here = commands[step] ?? 0;
  let spoken = 0;
  const pieces = transcript.pieces.filter(({ who }, i) => {
    if (who === 'C' && transcript.pieces[i - 1]?.who !== 'C') spoken += 1;
    return Math.max(1, spoken) > before && spoken <= before + here;
  });
  return { ...transcript, pieces };
}

function conversation(transcript: Transcript, words: Words, columns: number): string[] {
  const { client, server, protocol, port } = transcript;
  const { left, encoded } = words.lab;
  const spoken = transcriptLines(transcript, { most: shown.lines, columns: columns - 4, left, encoded });
  return [`  ${words.lab.spoken(client, server, protocol, port)}`, ...spoken.map((each) => `    ${each}`), ''];
}
