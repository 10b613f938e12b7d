/** What servers call themselves in the first line that they say. */
import { openImap } from '../../imap/index.ts';
import type { TranscriptLine } from '../../net/index.ts';
import { openPop3 } from '../../pop3/index.ts';
import type { Access } from './observer.ts';

/** Signs in and leaves again; nothing is selected, and the maildrop is only counted. */
export async function imapGreeting(access: Access): Promise<string> {
  const heard = firstLine();
  const session = await openImap({ ...access, record: heard.record });
  await session.close();
  return nameIn(heard.line());
}

export async function pop3Greeting(access: Access): Promise<{ greeting: string; count: number }> {
  const heard = firstLine();
  const session = await openPop3({ ...access, record: heard.record });
  try {
    const { count } = await session.stat();
    await session.quit();
    return { greeting: nameIn(heard.line()), count };
  } finally {
    session.close();
  }
}

function firstLine(): { record: (line: TranscriptLine) => void; line: () => string } {
  let first: string | null = null;
  return {
    record: ({ who, text }) => {
      if (who === 'S') first ??= text;
    },
    line: () => first ?? '',
  };
}

/** Without the status, the codes in brackets, and the timestamp of APOP (RFC 1939 §7). */
const nameIn = (line: string): string =>
  line
    .replace(/^(\* (OK|PREAUTH)|\+OK)\s*/i, '')
    .replace(/^\[[^\]]*\]\s*/, '')
    .replace(/\s*<[^<>]+@[^<>]+>\s*$/, '')
    .trim();
