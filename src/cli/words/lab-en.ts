import type { LabWords } from './lab-words.ts';

const list = (names: readonly string[]): string => names.join(', ');

export const labEn: LabWords = {
  running: (world) => `The lab is running: ${world}.`,
  loopback: 'It listens on this computer only (loopback); nothing in it reaches the network.',
  clock: (mode, rate) =>
    mode === 'real'
      ? 'Its clock goes as yours does.'
      : mode === 'fast'
        ? `Its clock goes ${rate} times as fast as yours.`
        : 'Its clock stands still.',
  kept: (mail, said) => [`Mail, a Maildir for each user: ${mail}`, `What was said, and what happened: ${said}`],
  ca: (file) => `Certificate authority to trust: ${file}`,
  ways: 'Sending: submission (STARTTLS) or submissions (TLS). Reading: imap, pop3 (STARTTLS, STLS) or imaps, pop3s (TLS). Between servers: smtp.',
  tryIt: 'Point any mail program at it. These can be pasted into another terminal:',
  try: {
    send: 'send a mail with curl',
    fetch: 'read the oldest mail there: by IMAP, then by POP3',
    swaks: 'send one with swaks',
    mutt: 'read with mutt',
    dig: 'ask its DNS',
  },
  ends: 'Ctrl-C ends it; the mail stays. From here on each line is something that happens (with --verbose also each command and answer):',
  head: { host: 'Host', address: 'Address', user: 'User', password: 'Password', name: 'Name' },
  notListening: 'down',
  problem: (file, path, said) => `${file}${path === '' ? '' : `, at ${path}`}: ${said}`,
  noScene: (given) => `--scene is a number from 1 to 10, not "${given}".`,
  event: {
    clock: (e) => (e.what === 'advanced' ? 'the clock was put forward' : 'the clock goes differently now'),
    world: (e) => `the world was ${e.what}`,
    fault: (e) => `fault ${e.id} strikes at ${e.point}: ${e.effect}`,
    'dns.question': (e) => `${e.from} asks for ${e.name} ${e.type}`,
    'dns.answer': (e) => `${e.name} ${e.type}: ${e.answers.length === 0 ? e.status : list(e.answers)}`,
    connected: (e) => `${e.client} connects (${e.protocol}, port ${e.port}${e.tls ? ', TLS' : ''})`,
    tls: (e) => `encrypted with ${e.version}`,
    command: (e) => `C: ${e.text}`,
    reply: (e) => `S: ${e.text}`,
    closed: (e) => `the connection ends (${e.why}; ${e.octetsIn} in, ${e.octetsOut} out)`,
    'signed-in': (e) =>
      e.accepted ? `${e.user} signs in by ${e.mechanism}` : `${e.user} is refused by ${e.mechanism}`,
    queued: (e) =>
      `${e.queueId}: takes "${e.subject}" from <${e.reversePath}> for ${list(e.recipients)} (${e.size} bytes, ${e.why})`,
    routed: (e) => `${e.recipient}: ${e.decision}${e.to.length === 0 ? '' : ` -> ${list(e.to)}`}`,
    attempt: (e) => `${e.queueId}: attempt ${e.number} at ${e.next} for ${list(e.recipients)}`,
    delivered: (e) => `${e.queueId}: ${e.recipient} delivered to ${e.next}: ${e.said}`,
    deferred: (e) => `${e.queueId}: ${e.recipient} has to wait: ${e.said}`,
    failed: (e) => `${e.queueId}: ${e.recipient} cannot be reached: ${e.said}`,
    unqueued: (e) => `${e.queueId}: done`,
    stored: (e) => `in the spool of ${e.user || '#news'}: ${e.mailbox}, number ${e.uid} (${e.size} bytes)`,
    checked: (e) => `${e.from}: SPF ${e.spf}, DKIM ${e.dkim}, DMARC ${e.dmarc}: ${e.policy}`,
    retrieved: (e) => `${e.user} takes ${e.what} of ${e.mailbox} ${e.uid} by ${e.protocol} (${e.octets} bytes)`,
    expunged: (e) => `${e.user}: ${e.mailbox} ${list(e.uids.map(String))} removed by ${e.by}`,
  },
  spoken: (client, server, protocol, port) => `${client} with ${server} (${protocol}, port ${port}):`,
  left: (count, what) =>
    what === 'lines'
      ? `(${count} more ${count === 1 ? 'line' : 'lines'})`
      : `(it was too long to be kept whole: ${count} ${count === 1 ? 'piece is' : 'pieces are'} missing)`,
  encoded: '(user and password, only encoded (Base64), not encrypted; it is TLS that hides them)',
  moreTalks: (count) => `(${count} more ${count === 1 ? 'conversation' : 'conversations'})`,
  answer: 'Answer',
  took: (scenes, seconds) => `${scenes === 1 ? 'One scene' : `${scenes} scenes`} in ${seconds} s.`,
};
