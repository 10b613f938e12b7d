import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MailError } from '../../src/base/errors.ts';
import { openPop3, type Pop3Session } from '../../src/pop3/index.ts';
import { play, readScript, type Script } from './support/script.ts';

const folder = new URL('../transcripts/pop3/', import.meta.url).pathname;

for (const name of readdirSync(folder).sort()) {
  const script = readScript(folder + name);
  for (const pieces of ['glued', 'bytes'] as const)
    test(`${script.title} (${name}, ${pieces})`, async () => {
      const server = await play(script.steps, pieces);
      try {
        const outcome = await follow(script, server.port).catch((thrown: unknown) => thrown);
        expect(server.faults).toEqual([]);
        if (script.error) {
          const { at, reason, more } = script.error;
          expect(outcome).toBeInstanceOf(MailError);
          expect((outcome as MailError).toValue()).toMatchObject({ at, reason, ...more });
          expect(JSON.stringify((outcome as MailError).toValue())).not.toContain(script.login[1]);
        } else expect(JSON.stringify(outcome)).toBe(JSON.stringify(JSON.parse(script.gives ?? 'null')));
        const commands = script.steps.flatMap((step) => ('hear' in step ? [step.hear] : []));
        expect(server.heard).toEqual(commands);
      } finally {
        await server.close();
      }
    });
}

/** Does what the script's `do:` line says; gives what the last call gave. */
async function follow(script: Script, port: number): Promise<unknown> {
  const session = await openPop3({
    server: { host: '127.0.0.1', port, security: script.security },
    user: script.login[0],
    password: script.login[1],
    trust: { pins: [] },
    silenceMs: script.steps.some((step) => 'end' in step && step.end === 'silence') ? 300 : 10_000,
  });
  try {
    let result: unknown = null;
    for (const call of script.calls) result = await one(session, call);
    return result;
  } finally {
    session.close();
  }
}

async function one(session: Pop3Session, call: string): Promise<unknown> {
  const [name, ...words] = call.split(' ');
  const numbers = words.map(Number);
  switch (name) {
    case 'capabilities':
      return [...session.capabilities];
    case 'stat':
      return session.stat();
    case 'uidl':
      return session.uidl();
    case 'list':
      return session.list();
    case 'top':
      return (await session.top(numbers[0] as number, numbers[1] as number)).toString('latin1');
    case 'retr': {
      const taken: [number, string][] = [];
      await session.retr(numbers, async (n, content) => {
        const pieces: Buffer[] = [];
        for await (const piece of content) pieces.push(piece);
        taken.push([n, Buffer.concat(pieces).toString('latin1')]);
      });
      return taken;
    }
    case 'dele':
      await session.dele(numbers);
      return null;
    case 'quit':
      await session.quit();
      return null;
    default:
      throw new Error(`no such call: ${call}`);
  }
}
