/** All that a mailbox holds, byte for byte, as another client sees it. */
import type { Dovecot } from '../../servers/dovecot.ts';
import { imapPython } from '../../servers/observer.ts';

/** By folder, in order of UID: UID, flags (but \Recent, which is of a session), date and a digest of the octets. */
export type Census = Readonly<Record<string, readonly string[]>>;

export async function census(dovecot: Dovecot, user: string): Promise<Census> {
  const script = `
import hashlib
out = {}
for one in c.list()[1]:
    name = re.match(rb'\\([^)]*\\) (?:"."|NIL) "?(.*?)"?$', one).group(1).decode()
    if c.select(quote(name), readonly=True)[0] != 'OK': continue
    found = c.uid('FETCH', '1:*', '(FLAGS INTERNALDATE BODY.PEEK[])')[1]
    rows = []
    for row in found:
        if not isinstance(row, tuple): continue
        head = row[0].decode()
        flags = sorted(f for f in re.search(r'FLAGS \\(([^)]*)\\)', head).group(1).split() if f != '\\\\Recent')
        date = re.search(r'INTERNALDATE "([^"]*)"', head).group(1)
        rows.append((int(re.search(r'UID (\\d+)', head).group(1)), ' '.join([' '.join(flags), date, hashlib.sha256(row[1]).hexdigest()])))
    out[name] = ['%d %s' % row for row in sorted(rows)]
print(json.dumps(out))
`;
  return JSON.parse(await imapPython(dovecot, user, script)) as Census;
}
