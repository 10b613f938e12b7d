import { Archive, Reply, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import {
  Button,
  Checkbox,
  FileButton,
  IconButton,
  Menu,
  Notice,
  ProgressBar,
  RadioGroup,
  Select,
  TextField,
} from '../../../renderer/components/index.ts';
import { AddAccountDialog, UnlockForm } from '../../../renderer/views/account/index.ts';
import { ComposeView } from '../../../renderer/views/compose/index.ts';
import { Welcome } from '../../../renderer/views/welcome/index.ts';
import type { AccountRow, TestReport } from '../../../src/contract/account.ts';
import type { FakeEngine } from '../support/fake-engine.ts';
import { accountRow, messageRow } from '../support/rows.ts';

export const original =
  'Hello Aiko,\r\n\r\nThursday at ten is fine for me. Shall we meet at the\r\nstation, or at the office?\r\n\r\n> Is Thursday good?\r\n\r\nBen\r\n\r\n-- \r\nBen Ito · Kaze\r\n';

export interface PieceOf {
  engine: FakeEngine;
  state: string;
}

export const pieces: Readonly<Record<string, (of: PieceOf) => ReactNode>> = {
  welcome: () => (
    <Welcome onAddAccount={() => {}} onLab={() => {}} onCompare={() => {}} now={Date.UTC(2026, 10, 21, 3)} />
  ),
  controls: () => <Controls />,
  compose: ({ engine, state }) => {
    engine.put('account', accountRow(1, 'aiko@hana.test', { name: '田中 愛子' }));
    if (state !== 'new')
      engine.put('account', accountRow(2, 'aiko@pop.test', { name: 'Aiko Tanaka', protocol: 'pop3' }));
    engine.put(
      'message',
      messageRow(5, {
        from: { name: 'Ben Ito', address: 'ben@kaze.test' },
        to: [{ name: '', address: 'aiko@hana.test' }],
        cc: [
          { name: 'Chika, Sales', address: 'chika@umi.test' },
          { name: '', address: 'daisuke@umi.test' },
        ],
        subject: 'Re: 会議の件 / plan for Thursday',
        attachments: [
          { part: '2', name: 'workshop-plan.pdf', type: 'application/pdf', size: 2_143_000, held: false },
          {
            part: '3',
            name: '議事録 2026年11月21日 とても長い名前のファイル.docx',
            type: 'application/msword',
            size: 48_000,
            held: true,
          },
        ],
      }),
    );
    const kind = state === 'forward' || state === 'reply-all' || state === 'reply' ? state : null;
    return (
      <ComposeView
        another={false}
        onAnotherDropped={() => {}}
        start={kind === null ? { kind: 'new' } : { kind, message: 5 }}
        onClose={(end) => console.log(JSON.stringify(end))}
      />
    );
  },
  'add-account': ({ engine, state }) => {
    Object.assign(engine.handlers, {
      'engine.about': () => ({ version: '0', secrets: state === 'session' ? 'session' : 'keychain', profile: '' }),
      'accounts.test': ({ settings }: { settings: AccountRow['settings'] }) =>
        settings.trust.pins.length > 0 || state === 'ok' ? reports['ok'] : (reports[state] ?? reports['password']),
      'accounts.add': (takes: unknown) => {
        console.log(`added ${JSON.stringify(takes)}`);
        return { id: 9 };
      },
    });
    return <AddAccountDialog onClose={() => {}} onAdded={(id) => console.log(`id ${id}`)} />;
  },
  unlock: ({ engine }) => {
    Object.assign(engine.handlers, { 'engine.about': () => ({ version: '0', secrets: 'session', profile: '' }) });
    return (
      <div className="p-8">
        <UnlockForm
          account={account}
          error={{
            kind: 'refused',
            at: 'imap.auth',
            reason: 'password-refused',
            advice: 'sign-in-again',
            said: 'NO [AUTHENTICATIONFAILED] Authentication failed.',
            peer: 'imap.hana.test:993',
            facts: { user: 'aiko' },
          }}
        />
      </div>
    );
  },
};

export const account: AccountRow = {
  id: 1,
  created: 0,
  settings: {
    name: 'Aiko Tanaka',
    email: 'aiko@hana.test',
    protocol: 'imap',
    incoming: { host: 'imap.hana.test', port: 993, security: 'implicit', user: 'aiko' },
    outgoing: { host: 'smtp.hana.test', port: 465, security: 'implicit', user: 'aiko' },
    keep: { policy: 'forever' },
    trust: { pins: [] },
  },
};

const reports: Readonly<Record<string, TestReport>> = {
  ok: {
    ok: true,
    steps: (['incoming', 'outgoing'] as const).flatMap((side) =>
      (['connect', 'tls', 'greeting', 'sign-in'] as const).map((step) => ({ side, step, state: 'ok' as const })),
    ),
  },
  password: {
    ok: false,
    steps: [
      { side: 'incoming', step: 'connect', state: 'ok', ms: 12 },
      { side: 'incoming', step: 'tls', state: 'ok', said: 'TLSv1.3 TLS_AES_256_GCM_SHA384', ms: 21 },
      {
        side: 'incoming',
        step: 'greeting',
        state: 'ok',
        said: '* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE] Dovecot ready.',
        ms: 3,
      },
      {
        side: 'incoming',
        step: 'sign-in',
        state: 'failed',
        ms: 2104,
        error: {
          kind: 'refused',
          at: 'imap.auth',
          reason: 'password-refused',
          advice: 'sign-in-again',
          said: 'NO [AUTHENTICATIONFAILED] Authentication failed.',
          peer: 'imap.hana.test:993',
          facts: { user: 'aiko@hana.test' },
        },
      },
      { side: 'incoming', step: 'list', state: 'not-reached' },
      { side: 'outgoing', step: 'connect', state: 'ok', ms: 12 },
      { side: 'outgoing', step: 'tls', state: 'ok', said: 'TLSv1.3', ms: 21 },
      { side: 'outgoing', step: 'greeting', state: 'ok', said: '220 smtp.hana.test ESMTP Postfix', ms: 3 },
      { side: 'outgoing', step: 'sign-in', state: 'ok', said: '235 2.7.0 Authentication successful', ms: 30 },
    ],
  },
  certificate: {
    ok: false,
    steps: [
      { side: 'incoming', step: 'connect', state: 'ok', ms: 12 },
      {
        side: 'incoming',
        step: 'tls',
        state: 'failed',
        ms: 20,
        error: {
          kind: 'untrusted',
          at: 'tls.verify',
          reason: 'certificate-wrong-host',
          advice: 'check-certificate',
          peer: 'imap.hana.test:993',
          facts: { host: 'imap.hana.test', names: '*.host.test, host.test', issuer: 'C=JP, O=Hana, CN=Hana Root' },
        },
        certificate: {
          sha256: '3f2a9c01bb7de4455a0c1ef8d2779b60aa31c0ffee1122334455667788990011',
          subject: 'CN=host.test',
          issuer: 'C=JP, O=Hana, CN=Hana Root',
          names: ['*.host.test', 'host.test'],
          validTo: '2027-05-01T00:00:00Z',
        },
      },
      { side: 'incoming', step: 'greeting', state: 'not-reached' },
      { side: 'incoming', step: 'sign-in', state: 'not-reached' },
      { side: 'incoming', step: 'list', state: 'not-reached' },
      {
        side: 'outgoing',
        step: 'connect',
        state: 'failed',
        error: {
          kind: 'unreachable',
          at: 'net.connect',
          reason: 'connection-refused',
          advice: 'check-server',
          peer: 'smtp.hana.test:2525',
          facts: { protocol: 'smtp' },
        },
      },
      { side: 'outgoing', step: 'tls', state: 'not-reached' },
      { side: 'outgoing', step: 'greeting', state: 'not-reached' },
      { side: 'outgoing', step: 'sign-in', state: 'not-reached' },
    ],
  },
};

function Controls() {
  const [text, setText] = useState('Aiko');
  const [choice, setChoice] = useState<'a' | 'b' | 'c'>('a');
  const [on, setOn] = useState(true);
  return (
    <div className="grid h-full grid-cols-3 gap-8 overflow-auto p-8">
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap gap-2">
          <Button kind="primary">Test and add</Button>
          <Button>Cancel</Button>
          <Button kind="danger">Discard</Button>
          <Button kind="link">Add anyway</Button>
          <Button kind="primary" disabled>
            Send
          </Button>
        </div>
        <div className="flex gap-1">
          <IconButton icon={Reply} name="Reply" shortcut="r" />
          <IconButton icon={Archive} name="Archive" pressed />
          <IconButton icon={Trash2} name="Delete" danger />
          <Menu
            name="More"
            entries={[
              { id: 'a', label: 'Reply', icon: Reply, shortcut: 'r', onAction: () => {} },
              'separator',
              { id: 'b', label: 'Delete', icon: Trash2, danger: true, onAction: () => {} },
            ]}
          >
            <Button>More</Button>
          </Menu>
        </div>
        <TextField label="Your name" value={text} onChange={setText} description="As others see it." />
        <TextField label="Email address" value={text} onChange={setText} error="Enter an address." />
        <TextField label="Password" type="password" value={text} onChange={setText} />
        <TextField label="Disabled" value={text} onChange={setText} disabled />
        <TextField label="Text" lines={4} value={text} onChange={setText} />
      </div>
      <div className="flex flex-col gap-4">
        <Select
          label="From"
          value={choice}
          onChange={setChoice}
          options={[
            { value: 'a', label: 'aiko@hana.test', help: 'IMAP' },
            { value: 'b', label: 'ben@pop.test' },
            { value: 'c', label: 'chika@a-very-long-domain-name-that-does-not-fit.example.test' },
          ]}
        />
        <RadioGroup
          label="Connection security"
          value={choice}
          onChange={setChoice}
          options={[
            { value: 'a', label: 'TLS from the start', help: 'Encrypted from the first byte.' },
            { value: 'b', label: 'STARTTLS', help: 'Begins in clear.' },
            { value: 'c', label: 'None (in clear)', help: 'Nothing is encrypted.' },
          ]}
        />
        <RadioGroup
          label="Password storage"
          look="list"
          value={choice}
          onChange={setChoice}
          options={[
            { value: 'a', label: 'Ask at each start', help: 'Stays in memory.' },
            { value: 'b', label: 'Unsafe file', help: 'Not encrypted.' },
          ]}
        />
        <Checkbox selected={on} onChange={setOn} help="A word on what it means.">
          No sign-in for sending
        </Checkbox>
        <Checkbox selected={!on} onChange={() => setOn(!on)}>
          Off
        </Checkbox>
        <FileButton label="Attach files" onFiles={() => {}} />
      </div>
      <div className="flex flex-col gap-4">
        <Notice tone="error" helps="Is the port right?" actions={<Button>Try again</Button>}>
          Nothing answers at mail.example, port 993.
        </Notice>
        <Notice tone="warn">Nothing is encrypted on this connection.</Notice>
        <Notice said="250 2.0.0 Ok: queued as 4F1">The server took the message.</Notice>
        <Notice tone="done">Sent.</Notice>
        <ProgressBar label="Fetching" done={1240} total={10000} text="1,240 of 10,000" />
      </div>
    </div>
  );
}
