/** Every option of the terminal client, once: whether it takes a value, and what the value is called in a usage line. */
const value = (name: string) => ({ type: 'string', value: name, multiple: false }) as const;
const values = (name: string) => ({ type: 'string', value: name, multiple: true }) as const;
const flag = { type: 'boolean', value: '', multiple: false } as const;

export const options = {
  profile: value('DIR'),
  json: flag,
  lang: value('en|ja'),
  verbose: flag,
  patience: value('SECONDS'),
  help: flag,

  name: value('N'),
  email: values('A'),
  protocol: value('imap|pop3'),
  host: value('H'),
  port: value('N'),
  tls: value('implicit|starttls|none'),
  user: values('U'),
  'smtp-host': value('H'),
  'smtp-port': value('N'),
  'smtp-tls': value('implicit|starttls|none'),
  'smtp-user': value('U'),
  keep: value('forever|delete|days:N'),
  ca: value('FILE'),
  trust: value('sha256/HEX'),
  remember: flag,
  'no-check': flag,

  account: values('ID|HOST'),
  folder: value('NAME'),
  limit: value('N'),
  raw: flag,
  part: value('N'),
  out: value('FILE'),
  set: values('FLAG'),
  unset: values('FLAG'),
  from: value('A'),
  to: values('A|NAME'),
  cc: values('A'),
  bcc: values('A'),
  subject: value('S'),
  text: value('FILE|-'),
  attach: values('FILE'),
  wait: flag,

  world: value('FILE'),
  data: value('DIR'),
  scene: value('N'),

  experiment: values('NAME|FILE'),
  machines: value('FILE'),
  needs: value('FILE'),
  html: value('FILE'),
  csv: value('FILE'),
  seed: value('N'),
  pace: value('N'),
  'imap-port': value('N'),
  'pop3-port': value('N'),
  'pop3-host': value('H'),
  'even-if-not-empty': flag,
} as const;

export type OptionName = keyof typeof options;

/** With any command. */
export const common = [
  'profile',
  'json',
  'lang',
  'verbose',
  'patience',
  'help',
] as const satisfies readonly OptionName[];
