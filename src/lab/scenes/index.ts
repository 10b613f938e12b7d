/** The guided stories, in order. README.md says how one is made. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MailError } from '../../base/errors.ts';
import type { Played } from '../../contract/lab/scene.ts';
import type { Transcript, TranscriptPiece } from '../../contract/lab/trace.ts';
import { startLab } from '../lab.ts';
import { defaultWorld } from '../world/default.ts';
import { handingOver } from './01-handing-over.ts';
import { betweenServers } from './02-between-servers.ts';
import { oneToMany } from './03-one-to-many.ts';
import { pop3 } from './04-pop3.ts';
import { imap } from './05-imap.ts';
import { secondMachine } from './06-second-machine.ts';
import { thinLine } from './07-thin-line.ts';
import { forgedSender } from './08-forged-sender.ts';
import { chainLetter } from './09-chain-letter.ts';
import { hostDown } from './10-host-down.ts';
import { SHOWN_OCTETS } from './limits.ts';
import type { Scene } from './scene.ts';
import { Stage } from './stage.ts';

export const scenes: readonly Scene[] = [
  handingOver,
  betweenServers,
  oneToMany,
  pop3,
  imap,
  secondMachine,
  thinLine,
  forgedSender,
  chainLetter,
  hostDown,
];

/**
 * Plays a scene in a lab of its own, which is gone afterwards. Its clock stands still but for what the scene skips.
 * @throws MailError not-found where there is no such scene, and whatever went otherwise than the story goes
 */
export async function play(number: number): Promise<Played> {
  const scene = scenes.find(({ info }) => info.number === number);
  if (scene === undefined)
    throw new MailError({
      ...{ kind: 'bad-input', at: 'lab.play', reason: 'not-found', advice: 'check-input' },
      facts: { what: `scene ${number}` },
    });
  const folder = await mkdtemp(path.join(tmpdir(), 'tegami-scene-'));
  try {
    const written = { ...defaultWorld(), clock: { mode: 'manual' as const, rate: 60, start: null } };
    const world = scene.world?.(written) ?? written;
    const lab = await startLab({ folder, world, move: 'free', seed: scene.seed === true });
    try {
      const stage = new Stage(lab);
      const answer = await scene.play(stage);
      const ids = [...new Set(stage.steps.flatMap(({ connections }) => connections))];
      const transcripts = ids.flatMap((id) => lab.trace.transcript(id) ?? []).map(shortened);
      return { scene: scene.info, world: lab.world(), steps: stage.steps, transcripts, answer };
    } finally {
      await lab.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Takes several times as long as any other: begun first, so that nobody waits for it alone. */
const longest = 9;

/** Plays several, two at a time; each promise is for the number at its place. */
export function playAll(numbers: readonly number[]): Promise<Played>[] {
  const waiting = [...numbers].sort((a, b) => Number(b === longest) - Number(a === longest));
  const begun = new Map<number, (played: Promise<Played>) => void>();
  const all = numbers.map((number) => new Promise<Played>((resolve) => begun.set(number, resolve)));
  const hand = async (): Promise<void> => {
    for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
      const playing = play(number);
      begun.get(number)?.(playing);
      await playing.catch(() => {}); // told to who waits for it
    }
  };
  void Promise.all([hand(), hand()]);
  for (const each of all) each.catch(() => {});
  return all;
}

/** Its beginning, and how many pieces are left out after it. */
function shortened(transcript: Transcript): Transcript {
  const pieces: TranscriptPiece[] = [];
  let octets = 0;
  for (const piece of transcript.pieces) {
    if (octets >= SHOWN_OCTETS) break;
    pieces.push({ ...piece, octets: piece.octets.slice(0, SHOWN_OCTETS - octets) });
    octets += piece.octets.length;
  }
  return { ...transcript, pieces, left: transcript.left + transcript.pieces.length - pieces.length };
}
