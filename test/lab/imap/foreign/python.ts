/** Python's imaplib as another client: runs a script and gives what it printed, as JSON. */
import { AIKO, type ImapHouse, PASSWORD } from './house.ts';
import { run } from './programs.ts';

const head = `
import sys, json, re, imaplib, ssl, socket
g = json.load(sys.stdin)
def enter(user, tls=False):
    if tls:
        context = ssl.create_default_context(cafile=g['ca'])
        c = imaplib.IMAP4_SSL('localhost', g['imaps'], ssl_context=context)
    else:
        c = imaplib.IMAP4('127.0.0.1', g['imap'])
    c.login(user, g['password'])
    return c
def ok(answer):
    assert answer[0] == 'OK', answer
    return answer[1]
def no(answer):
    assert answer[0] == 'NO', answer
    return answer[1][0].decode()
def text(found): return [one.decode() if isinstance(one, bytes) else one for one in found]
def say(value): print(json.dumps(value, ensure_ascii=False))
c = enter(g['user'])
`;

/** @throws Error with what Python said, where it ended with anything but 0. */
export async function imaplib<T>(house: ImapHouse, script: string, user = AIKO): Promise<T> {
  const values = { imap: house.imap, imaps: house.imaps, ca: house.caFile, user, password: PASSWORD };
  const ended = await run('python3', ['-W', 'error', '-c', `${head}${script}\nc.logout()\n`], {
    stdin: JSON.stringify(values),
  });
  if (ended.code !== 0 || ended.err !== '')
    throw new Error(`python: ${ended.err}\n${house.transcripts().slice(-3000)}`);
  return (ended.out === '' ? null : JSON.parse(ended.out)) as T;
}
