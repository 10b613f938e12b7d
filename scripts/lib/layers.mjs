// Who may import whom. dependency-cruiser reads the imports; this table says which arrows are allowed.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Folder by folder, what it may import beside itself. The order is from the ground up, and nothing imports upwards.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const arrows = {
  'src/base': [],
  'src/contract': ['src/base'],
  'src/message': ['src/base', 'src/contract'],
  'src/net': ['src/base', 'src/contract'],
  'src/smtp': ['src/base', 'src/contract', 'src/message', 'src/net'],
  'src/pop3': ['src/base', 'src/contract', 'src/message', 'src/net'],
  'src/imap': ['src/base', 'src/contract', 'src/message', 'src/net'],
  'src/vault': ['src/base', 'src/contract', 'src/message'],
  'src/sync': ['src/base', 'src/contract', 'src/message', 'src/net', 'src/pop3', 'src/imap', 'src/vault'],
  'src/outbox': ['src/base', 'src/contract', 'src/message', 'src/net', 'src/smtp', 'src/imap', 'src/vault'],
  'src/engine': [
    'src/base',
    'src/contract',
    'src/message',
    'src/net',
    'src/smtp',
    'src/pop3',
    'src/imap',
    'src/vault',
    'src/sync',
    'src/outbox',
  ],
  // The other side of the wire: it never knows what the client keeps, nor how it syncs.
  'src/lab': ['src/base', 'src/contract', 'src/message', 'src/net', 'src/smtp'],
  // Both sides of the wire at once: machines are engines, and the servers are the lab or somebody's own.
  'src/compare': [
    'src/base',
    'src/contract',
    'src/message',
    'src/net',
    'src/imap',
    'src/pop3',
    'src/smtp',
    'src/engine',
    'src/lab',
  ],
  'src/cli': ['src/base', 'src/contract', 'src/message', 'src/vault', 'src/engine', 'src/lab', 'src/compare'],
  main: ['src/base', 'src/contract', 'src/engine', 'src/lab', 'src/compare', 'src/message/safe-name.ts'],
  // What is named here is safe in a browser.
  renderer: ['src/contract', 'src/base/errors.ts', 'src/base/ports.ts', 'src/message/address.ts'],
};

/** Packages that only one place may know. @type {Readonly<Record<string, readonly string[]>>} */
const owners = {
  electron: ['main'],
  imapflow: ['src/imap', 'src/net'],
  nodemailer: ['src/smtp', 'src/message'],
  libsql: ['src/vault'],
  'postal-mime': ['src/message'],
  'dns-packet': ['src/lab'],
  mailauth: ['src/lab'],
  '@peculiar': ['src/lab'],
  echarts: ['src/compare'],
  react: ['renderer'],
  'react-dom': ['renderer'],
  dexie: ['renderer'],
  dompurify: ['renderer'],
};

const folder = (/** @type {string} */ name) =>
  name.endsWith('.ts') ? `^${name.replaceAll('.', '\\.')}$` : `^${name}/`;
const any = (/** @type {readonly string[]} */ names) => names.map(folder);

/** @returns {import('dependency-cruiser').IForbiddenRuleType[]} */
function rules() {
  const all = Object.keys(arrows);
  return [
    ...all.map((name) => ({
      name: `${name} imports only ${(arrows[name] ?? []).join(', ') || 'nothing of ours'}`,
      severity: /** @type {const} */ ('error'),
      from: { path: folder(name) },
      to: { path: '^(src|main|renderer|test|scripts)/', pathNot: any([name, ...(arrows[name] ?? [])]) },
    })),
    ...Object.entries(owners).map(([name, places]) => ({
      name: `${name} only in ${places.join(', ')}`,
      severity: /** @type {const} */ ('error'),
      from: { path: '^(src|main|renderer)/', pathNot: any(places) },
      to: { path: `node_modules/${name}/` },
    })),
    {
      name: 'what a browser runs knows no Node',
      severity: 'error',
      from: { path: ['^renderer/', '^src/contract/', '^src/message/address\\.ts$'] },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'everything resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ];
}

/**
 * @param {string} cwd a folder with src, main and renderer in it
 * @returns {Promise<{ files: number, checked: number, violations: string[] }>} `checked` of `files` were really read
 */
export async function checkLayers(cwd) {
  const { cruise } = await import('dependency-cruiser');
  const tops = ['src', 'main', 'renderer'].filter((name) => existsSync(path.join(cwd, name)));
  const { output } = await cruise(tops, {
    baseDir: cwd,
    ruleSet: { forbidden: rules() },
    validate: true,
    doNotFollow: { path: 'node_modules' },
    // Imports of types are arrows too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: path.join(cwd, 'tsconfig.json') },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  });
  if (typeof output === 'string') throw new Error('dependency-cruiser gave text where data was expected');
  const ours = tops.flatMap((name) => sources(path.join(cwd, name)));
  const read = new Set(output.modules.map(({ source }) => path.resolve(cwd, source)));
  return {
    files: ours.length,
    checked: ours.filter((file) => read.has(file)).length,
    violations: output.summary.violations.map(({ rule, from, to }) => `${from} -> ${to}: ${rule.name}`),
  };
}

/** @param {string} at @returns {string[]} */
function sources(at) {
  return readdirSync(at, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => path.join(at, name));
}
