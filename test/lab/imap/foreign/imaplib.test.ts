import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AIKO, BEN, type ImapHouse, mail, startImapHouse } from './house.ts';
import { describeWith } from './programs.ts';
import { imaplib } from './python.ts';

describeWith(['python3'], "Python's imaplib with the lab", () => {
  let house: ImapHouse;
  beforeAll(async () => {
    house = await startImapHouse((world) => {
      const ben = world.users.find(({ address }) => address === BEN);
      if (ben) ben.quota = 20_000;
    });
  });
  afterAll(() => house?.close());
  afterEach(() => expect(house.refusals()).toEqual([]));

  test('signs in over TLS and by STARTTLS', async () => {
    const said = await imaplib<string[]>(
      house,
      `
s = enter(g['user'], tls=True)
found = [s.state]
s.logout()
t = imaplib.IMAP4('localhost', g['imap'])
assert 'STARTTLS' in t.capabilities, t.capabilities
t.starttls(ssl.create_default_context(cafile=g['ca']))
assert 'STARTTLS' not in t.capabilities, t.capabilities
t.authenticate('PLAIN', lambda _: b'\\0' + g['user'].encode() + b'\\0' + g['password'].encode())
found.append(t.state)
t.logout()
say(found)
`,
    );
    expect(said).toEqual(['AUTH', 'AUTH']);
  });

  test('appends, searches in Japanese, reads, flags, copies, expunges', async () => {
    const said = await imaplib<Record<string, unknown>>(
      house,
      `
c.create('py')
def make(subject, body): return ('Subject: ' + subject + '\\r\\nContent-Type: text/plain; charset=utf-8\\r\\n\\r\\n' + body + '\\r\\n').encode()
for subject, body in [('one', 'Hello'), ('二', '木曜日の会議は\\r\\n中止になりました'), ('three', 'ｶﾀｶﾅ')]:
    ok(c.append('py', '(\\\\Flagged)' if subject == 'one' else '', imaplib.Time2Internaldate(1700000000), make(subject, body)))
count = ok(c.select('py'))[0].decode()
def japanese(key, words, charset='UTF-8'):
    c.literal = words.encode(charset)
    return ok(c.uid('SEARCH', 'CHARSET', charset, key))[0].decode()
found = {
    'count': count,
    'body': japanese('BODY', '会議は中止'),
    'width': japanese('BODY', 'カタカナ'),
    'subject': japanese('SUBJECT', '二'),
    'jis': japanese('TEXT', '会議', 'iso-2022-jp'),
    'flagged': ok(c.search(None, 'FLAGGED'))[0].decode(),
    'before': ok(c.search(None, '(BEFORE 1-Jan-2024 UNSEEN)'))[0].decode(),
    'size': ok(c.search(None, 'OR', 'LARGER', '10000', 'SUBJECT', '"three"'))[0].decode(),
    'date': ok(c.fetch('1', '(INTERNALDATE FLAGS)'))[0].decode(),
    'whole': ok(c.fetch('1', '(BODY.PEEK[])'))[0][1].decode(),
    'piece': ok(c.fetch('1', '(BODY.PEEK[TEXT]<1.3>)'))[0][1].decode(),
    'unseen': ok(c.search(None, 'UNSEEN'))[0].decode(),
}
ok(c.fetch('3', '(ENVELOPE)'))
found['structure'] = ok(c.fetch('3', '(ENVELOPE BODYSTRUCTURE)'))[0].decode()
found['plain body'] = ok(c.fetch('3', '(BODY)'))[0].decode()
ok(c.fetch('2', '(RFC822)'))
found['seen'] = ok(c.search(None, 'SEEN'))[0].decode()
ok(c.store('1', '-FLAGS', '(\\\\Flagged)'))
ok(c.store('1', '+FLAGS', '(\\\\Deleted work)'))
ok(c.uid('COPY', '1:2', 'Sent'))
found['stored'] = ok(c.fetch('1', '(FLAGS)'))[0].decode()
found['expunged'] = text(ok(c.expunge()))
found['left'] = ok(c.search(None, 'ALL'))[0].decode()
found['status'] = ok(c.status('Sent', '(MESSAGES UNSEEN UIDNEXT)'))[0].decode()
ok(c.close())
ok(c.rename('py', 'py2/2026'))
ok(c.subscribe('py2/2026'))
found['list'] = text(ok(c.list('""', 'py*')))
found['lsub'] = text(ok(c.lsub('""', 'py*')))
ok(c.delete('py2/2026'))
ok(c.unsubscribe('py2/2026'))
found['namespace'] = ok(c.namespace())[0].decode()
ok(c.check()) if c.state == 'SELECTED' else ok(c.noop())
say(found)
`,
    );
    expect(said).toMatchObject({
      count: '3',
      body: '2',
      width: '3',
      subject: '2',
      jis: '2',
      flagged: '1',
      before: '1 2 3',
      size: '3',
      whole: 'Subject: one\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello\r\n',
      piece: 'ell',
      unseen: '1 2 3',
      seen: '2',
      expunged: ['1'],
      left: '1 2',
      namespace: '(("" "/")) (("Other Users/" "/")) (("#news/" "/"))',
    });
    expect(said['date']).toContain('INTERNALDATE "14-Nov-2023 22:13:20 +0000"');
    expect(said['structure']).toMatch(/ENVELOPE \(NIL "three" .*BODYSTRUCTURE \("text" "plain" \("charset" "utf-8"\)/i);
    expect(said['plain body']).toMatch(/BODY \("text" "plain" /i);
    expect(said['date']).toContain('\\Flagged');
    expect(said['stored']).toMatch(/\\Deleted/);
    expect(said['stored']).toMatch(/work/);
    expect(said['stored']).not.toMatch(/Flagged/);
    expect(said['status']).toMatch(/Sent"? \(MESSAGES 2 UNSEEN 1 UIDNEXT 3\)/);
    expect(said['lsub']).toHaveLength(1);
  });

  test('one session hears by IDLE what another does', async () => {
    await house.fill(AIKO, 'idle', [mail('a'), mail('b')]);
    const said = await imaplib<string[]>(
      house,
      `
def line(s):
    got = b''
    while not got.endswith(b'\\r\\n'):
        piece = s.recv(1)
        assert piece, got
        got += piece
    return got.decode().strip()
raw = socket.create_connection(('127.0.0.1', g['imap']))
raw.settimeout(20)
line(raw)
def ask(command):
    raw.sendall(b'x ' + command.encode() + b'\\r\\n')
    while True:
        got = line(raw)
        if got.startswith('x '):
            assert got.startswith('x OK'), got
            return
ask('LOGIN ' + g['user'] + ' ' + g['password'])
ask('SELECT idle')
raw.sendall(b'i IDLE\\r\\n')
assert line(raw).startswith('+')
heard = []
def until(pattern):
    while True:
        got = line(raw)
        heard.append(got)
        if re.match(pattern, got): return
ok(c.select('idle'))
ok(c.append('idle', '', '', b'Subject: new\\r\\n\\r\\nnew\\r\\n'))
until(r'\\* 3 EXISTS')
ok(c.store('1', '+FLAGS', '(\\\\Flagged)'))
until(r'\\* 1 FETCH \\(.*\\\\Flagged')
ok(c.store('2', '+FLAGS', '(\\\\Deleted)'))
ok(c.expunge())
until(r'\\* 2 EXPUNGE')
raw.sendall(b'DONE\\r\\n')
while not line(raw).startswith('i OK'): pass
raw.close()
say(heard)
`,
    );
    expect(said.length).toBeGreaterThanOrEqual(3);
  });

  test('a mailbox is shared, read by another, and taken back', async () => {
    await house.fill(AIKO, 'Plans', [mail('plan'), mail('plan 2')]);
    await house.fill(AIKO, 'Plans/春', [mail('secret')]);
    const said = await imaplib<Record<string, unknown>>(
      house,
      `
b = enter('${BEN}')
theirs = '"Other Users/${AIKO}/Plans"'
found = {'nothing': no(b.select(theirs)), 'unlisted': text(ok(b.list('""', '"Other Users*"')))}
ok(c.setacl('Plans', '${BEN}', 'lr'))
found['acl'] = ok(c.getacl('Plans'))[0].decode()
found['listed'] = text(ok(b.list('""', '"Other Users/*"')))
found['rights'] = ok(b.myrights(theirs))[0].decode()
found['read'] = ok(b.select(theirs, readonly=True))[0].decode()
found['subject'] = ok(b.fetch('1', '(BODY[HEADER.FIELDS (SUBJECT)])'))[0][1].decode()
found['still unseen'] = ok(b.search(None, 'UNSEEN'))[0].decode()
found['store'] = no(b.store('1', '+FLAGS', '(\\\\Seen)'))
found['append'] = no(b.append(theirs, '', '', b'Subject: x\\r\\n\\r\\nx\\r\\n'))
found['delete'] = no(b.delete(theirs))
found['create'] = no(b.create('"Other Users/${AIKO}/Plans/new"'))
found['setacl'] = no(b.setacl(theirs, 'anyone', 'lr'))
ok(c.setacl('Plans', '${BEN}', '+swit'))
found['more'] = ok(b.myrights(theirs))[0].decode()
ok(b.select(theirs))
ok(b.store('1', '+FLAGS', '(\\\\Seen)'))
ok(b.store('2', '+FLAGS', '(\\\\Flagged \\\\Deleted)'))
ok(b.append(theirs, '', '', b'Subject: from ben\\r\\n\\r\\nx\\r\\n'))
ok(b.copy('1', 'INBOX'))
found['no expunge'] = no(b.expunge())
ok(c.select('Plans'))
found['seen by the owner'] = [ok(c.search(None, 'SEEN'))[0].decode(), ok(c.search(None, 'DELETED'))[0].decode(), ok(c.search(None, 'ALL'))[0].decode()]
ok(c.setacl('Plans', '${BEN}', 'lri'))
ok(b.select('INBOX'))
ok(b.store('1', '+FLAGS', '(\\\\Flagged work)'))
ok(b.copy('1', theirs))
ok(c.noop())
found['copied flags'] = ok(c.fetch('4', '(FLAGS)'))[0].decode()
ok(c.deleteacl('Plans', '${BEN}'))
found['after'] = no(b.status(theirs, '(MESSAGES)'))
imaplib.Commands['LISTRIGHTS'] = ('AUTH', 'SELECTED')
ok(c._simple_command('LISTRIGHTS', 'Plans', '${BEN}'))
found['listrights'] = text(c.untagged_responses['LISTRIGHTS'])
b.logout()
say(found)
`,
    );
    expect(house.refusals().every((line) => /NO \[(NOPERM|NONEXISTENT|READ-ONLY|TRYCREATE)\]/.test(line))).toBe(true);
    expect(said).toMatchObject({ nothing: expect.stringContaining('NONEXISTENT'), unlisted: [null], read: '2' });
    expect(said['acl']).toMatch(/ben@hana\.test"? "?lr"?/);
    expect(said['listed']).toEqual([
      expect.stringMatching(/\\Noselect.*"Other Users\/aiko@hana\.test"/),
      expect.stringMatching(/"Other Users\/aiko@hana\.test\/Plans"/),
    ]);
    expect(said['rights']).toMatch(/"?lr"?$/);
    expect(said['subject']).toBe('Subject: plan\r\n\r\n');
    expect(said['still unseen']).toBe('1 2');
    expect(said['append']).toContain('NOPERM');
    expect(said['delete']).toContain('NOPERM');
    expect(said['create']).toContain('NOPERM');
    expect(said['setacl']).toContain('NOPERM');
    expect(said['more']).toMatch(/lrswitd/);
    expect(said['seen by the owner']).toEqual(['1', '2', '1 2 3']);
    expect(said['copied flags']).toMatch(/FLAGS \((\\Recent)?\)/);
    expect(said['after']).toContain('NONEXISTENT');
    expect(said['listrights']).toEqual([expect.stringMatching(/^Plans ben@hana\.test "" l r s w i p k x t e a c d$/)]);
  });

  test('everybody reads #news, and nobody changes it', async () => {
    await house.fill('', 'tea', [mail('first flush')]);
    const said = await imaplib<Record<string, unknown>>(
      house,
      `
found = {'list': text(ok(c.list('""', '"#news/*"'))), 'count': ok(c.select('"#news/tea"', readonly=True))[0].decode(), 'rights': ok(c.myrights('"#news/tea"'))[0].decode()}
found['append'] = no(c.append('"#news/tea"', '', '', b'Subject: x\\r\\n\\r\\nx\\r\\n'))
ok(c.copy('1', 'Drafts'))
ok(c.subscribe('"#news/tea"'))
found['lsub'] = text(ok(c.lsub('""', '*')))
ok(c.unsubscribe('"#news/tea"'))
say(found)
`,
    );
    expect(house.refusals()).toEqual([expect.stringContaining('[NOPERM]')]);
    expect(said).toMatchObject({ count: '1', list: [expect.stringContaining('#news/tea')] });
    expect(said['rights']).toMatch(/"?lr"?$/);
    expect(said['lsub']).toEqual(expect.arrayContaining([expect.stringContaining('#news/tea')]));
  });

  test('a quota is told and kept', async () => {
    const said = await imaplib<Record<string, unknown>>(
      house,
      `
found = {'root': [text(one) for one in ok(c.getquotaroot('INBOX'))], 'before': ok(c.getquota('${BEN}'))[0].decode()}
big = b'Subject: big\\r\\n\\r\\n' + b'x' * 15000 + b'\\r\\n'
ok(c.append('Sent', '', '', big))
found['over'] = no(c.append('Sent', '', '', big))
ok(c.select('Sent'))
found['copy'] = no(c.copy('1', 'Drafts'))
found['set'] = no(c.setquota('${BEN}', '(STORAGE 100000)'))
found['after'] = ok(c.getquota('${BEN}'))[0].decode()
found['other'] = no(c.getquota('${AIKO}'))
say(found)
`,
      BEN,
    );
    house.refusals();
    expect(JSON.stringify(said['root'])).toMatch(/INBOX"? "?ben@hana\.test/);
    expect(said['before']).toMatch(/\(STORAGE \d+ 19\)/);
    expect(said['over']).toContain('OVERQUOTA');
    expect(said['copy']).toContain('OVERQUOTA');
    expect(said['set']).toContain('NOPERM');
    expect(said['after']).toMatch(/\(STORAGE 1[56] 19\)/);
  });
});
