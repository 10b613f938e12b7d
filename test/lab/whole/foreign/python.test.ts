/** Python's own libraries, each strict in its way, one after the other on the same mail. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith, run } from '../../imap/foreign/programs.ts';
import { PASSWORD, startWholeLab, type WholeLab } from './house.ts';

const [AIKO, CHIYO, DAICHI] = ['aiko@hana.test', 'chiyo@yuki.test', 'daichi@niwa.test'];
const HEAD = `
import email, email.policy, imaplib, json, poplib, smtplib, ssl, sys
from email.message import EmailMessage
given = json.load(sys.stdin)
context = ssl.create_default_context(cafile=given['ca'])
context.check_hostname = True
def place(user, service): return given['places'][user + ' ' + service]
def ok(answer):
    assert answer[0] == 'OK', answer
    return answer[1]
def say(value): print(json.dumps(value, ensure_ascii=False))
`;

describeWith(['python3'], "Python's libraries and the whole lab", () => {
  let lab: WholeLab;
  beforeAll(async () => {
    lab = await startWholeLab();
  });
  afterAll(() => lab?.endsWell());

  async function python<T>(script: string): Promise<T> {
    const places: Record<string, [string, number]> = {};
    for (const user of [AIKO, CHIYO, DAICHI])
      for (const service of ['submission', 'submissions', 'imap', 'imaps', 'pop3', 'pop3s'] as const) {
        const { address, port } = lab.place(user, service);
        places[`${user} ${service}`] = [address, port];
      }
    const stdin = JSON.stringify({ ca: lab.ca, places });
    const ended = await run('python3', ['-W', 'error', '-c', HEAD + script], { stdin });
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: '' });
    return JSON.parse(ended.out) as T;
  }

  test('smtplib at submission with starttls: send_message to two domains, who was refused is told, a report is asked for', async () => {
    const said = await python<Record<string, unknown>>(`
with smtplib.SMTP(*place('${AIKO}', 'submission'), local_hostname='programs.test', timeout=20) as s:
    s.starttls(context=context)
    s.login('${AIKO}', '${PASSWORD}')
    m = EmailMessage()
    m['From'], m['To'], m['Subject'], m['Message-ID'] = '愛子 <${AIKO}>', '${CHIYO}, ${DAICHI}', '木曜日の会議', '<smtplib@programs.test>'
    m.set_content('会議は中止になりました。\\n.\\n..\\n')
    m.add_attachment('議事録'.encode(), maintype='application', subtype='octet-stream', filename='議事録.txt')
    sent = s.send_message(m)
    refused = s.sendmail('${AIKO}', ['${CHIYO}', 'nobody@hana.test'], 'Subject: x\\r\\nMessage-ID: <refused@programs.test>\\r\\n\\r\\nx\\r\\n', mail_options=['RET=HDRS'], rcpt_options=['NOTIFY=FAILURE,DELAY'])
    say({'sent': sent, 'refused': {k: [v[0], v[1].decode()] for k, v in refused.items()}, 'features': sorted(s.esmtp_features), 'noop': s.noop()[0]})
`);
    expect(said).toMatchObject({ sent: {}, noop: 250 });
    expect(said['refused']).toEqual({ 'nobody@hana.test': [550, expect.stringMatching(/^5\.1\.1 /)] });
    expect(said['features']).toEqual(
      expect.arrayContaining(['8bitmime', 'auth', 'dsn', 'enhancedstatuscodes', 'pipelining', 'size', 'smtputf8']),
    );
    expect(said['features']).not.toContain('starttls');
    for (const user of [CHIYO, DAICHI]) await lab.arrived('<smtplib@programs.test>', user);
  });

  test('imaplib: SEARCH in UTF-8 finds the subject and the body, the attachment comes out as it went in', async () => {
    await lab.arrived('<smtplib@programs.test>', CHIYO);
    const found = await python<Record<string, unknown>>(`
c = imaplib.IMAP4_SSL(*place('${CHIYO}', 'imaps'), ssl_context=context)
c.login('${CHIYO}', '${PASSWORD}')
ok(c.select('INBOX'))
def japanese(key, words):
    c.literal = words.encode()
    return ok(c.uid('SEARCH', 'CHARSET', 'UTF-8', key))[0].split()
[uid] = japanese('SUBJECT', '木曜日')
assert japanese('BODY', '中止になりました') == [uid]
assert japanese('TEXT', '金曜日の夜の会議室') == []
whole = ok(c.uid('FETCH', uid, '(BODY.PEEK[])'))[0][1]
m = email.message_from_bytes(whole, policy=email.policy.default)
[part] = m.iter_attachments()
section = ok(c.uid('FETCH', uid, '(BODY.PEEK[2.MIME])'))[0][1].decode()
seen = ok(c.uid('SEARCH', 'UNSEEN', 'UID', uid.decode()))[0].split() == [uid]
ok(c.uid('STORE', uid, '+FLAGS', '(\\\\Flagged)'))
say({'from': m['From'], 'text': m.get_body().get_content().replace('\\r\\n', '\\n'), 'file': part.get_filename(), 'content': part.get_content().decode(), 'section': section, 'unseen': seen, 'size': len(whole), 'rfc822': ok(c.uid('FETCH', uid, '(RFC822.SIZE)'))[0].decode()})
ok(c.close())
c.logout()
`);
    expect(found).toMatchObject({
      from: `愛子 <${AIKO}>`,
      text: '会議は中止になりました。\n.\n..\n',
      file: '議事録.txt',
      content: '議事録',
      unseen: true,
    });
    expect(found['section']).toMatch(/^Content-Type: application\/octet-stream/);
    expect(found['rfc822']).toContain(`RFC822.SIZE ${String(found['size'])}`);
  });

  test('imaplib at the clear door: STARTTLS, AUTHENTICATE, APPEND, MOVE, a mailbox with a Japanese name', async () => {
    const found = await python<Record<string, unknown>>(`
c = imaplib.IMAP4(*place('${DAICHI}', 'imap'))
c.starttls(context)
c.authenticate('PLAIN', lambda _: b'\\0${DAICHI}\\0${PASSWORD}')
ok(c.create('仕事'.encode('utf-7').replace(b'+', b'&').decode()))
name = '仕事'.encode('utf-7').replace(b'+', b'&').decode()
ok(c.append(name, '(\\\\Seen)', imaplib.Time2Internaldate(1700000000), b'Subject: kept\\r\\n\\r\\nkept\\r\\n'))
count = ok(c.select(name))[0].decode()
ok(c.uid('MOVE', '1', 'Trash'))
ok(c.noop())
left = ok(c.search(None, 'ALL'))[0].decode()
ok(c.unselect())
ok(c.delete(name))
say({'count': count, 'left': left, 'caps': ok(c.capability())[0].decode().upper().split()})
c.logout()
`);
    expect(found).toMatchObject({ count: '1', left: '' });
    expect(found['caps']).toEqual(
      expect.arrayContaining(['IMAP4REV1', 'IDLE', 'UIDPLUS', 'MOVE', 'CONDSTORE', 'ESEARCH']),
    );
  });

  test('poplib: over TLS and over STLS the same mails, by APOP too; DELE and RSET change nothing, DELE and QUIT do', async () => {
    const found = await python<Record<string, unknown>>(`
def enter(): return poplib.POP3_SSL(*place('${CHIYO}', 'pop3s'), context=context)
a = enter(); a.user('${CHIYO}'); a.pass_('${PASSWORD}')
count, octets = a.stat()
ids = [line.split()[1].decode() for line in a.uidl()[1]]
sizes = [int(line.split()[1]) for line in a.list()[1]]
whole = [sum(len(line) + 2 for line in a.retr(n + 1)[1]) for n in range(count)]
japanese = [n + 1 for n in range(count) if b'<smtplib@programs.test>' in b'\\n'.join(a.top(n + 1, 0)[1])]
a.dele(1); a.rset(); a.quit()
b = poplib.POP3(*place('${CHIYO}', 'pop3')); b.stls(context); b.apop('${CHIYO}', '${PASSWORD}')
same = [line.split()[1].decode() for line in b.uidl()[1]] == ids
b.dele(japanese[0]); b.quit()
c = enter(); c.user('${CHIYO}'); c.pass_('${PASSWORD}')
left = [line.split()[1].decode() for line in c.uidl()[1]]
capabilities = sorted(c.capa()); c.quit()
gone = [one for one in ids if one not in left]
say({'unique': len(set(ids)) == count, 'sizes': sizes == whole, 'sum': sum(sizes) == octets, 'same': same, 'gone': gone == [ids[japanese[0] - 1]], 'capa': capabilities})
`);
    expect(found).toMatchObject({ unique: true, sizes: true, sum: true, same: true, gone: true });
    expect(found['capa']).toEqual(expect.arrayContaining(['PIPELINING', 'RESP-CODES', 'SASL', 'TOP', 'UIDL', 'USER']));
  });

  test('SMTPUTF8: a recipient with a Japanese name is written to by send_message; as nobody has it, a report is made', async () => {
    const said = await python<Record<string, unknown>>(`
with smtplib.SMTP_SSL(*place('${AIKO}', 'submissions'), context=context, timeout=20) as s:
    s.login('${AIKO}', '${PASSWORD}')
    m = EmailMessage()
    m['From'], m['To'], m['Subject'], m['Message-ID'] = '${AIKO}', '千代@yuki.test', '国際化', '<utf8@programs.test>'
    m.set_content('届きますか。')
    say({'sent': s.send_message(m)})
`);
    expect(said).toEqual({ sent: {} });
    await expect.poll(() => lab.events('failed').map(({ recipient }) => recipient)).toContain('千代@yuki.test');
  });
});
