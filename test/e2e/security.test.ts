import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/lib/paths.mjs';
import { type Launched, launchApp } from '../support/electron.ts';

let launched: Launched;
beforeAll(async () => {
  launched = await launchApp();
  // What would leave for other programs is written down instead.
  await launched.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    (globalThis as unknown as { opened: string[] }).opened = opened;
    shell.openExternal = async (url: string) => {
      opened.push(url);
    };
  });
});

/** Takes what was to be opened outside since the last time. */
const openedOutside = (): Promise<string[]> =>
  launched.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened.splice(0));

afterAll(() => launched?.close());

/** What a page's fetch of an address comes to: the status, or that it failed. */
const fetched = (url: string): Promise<number | string> =>
  launched.window.evaluate(
    (address) =>
      fetch(address).then(
        (response) => response.status,
        () => 'failed',
      ),
    url,
  );

test('the window runs isolated, sandboxed, without Node, with web security', async () => {
  const preferences = await launched.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): object };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  });
});

test('a page sees the bridge and nothing of Node or Electron', async () => {
  const seen = await launched.window.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
      (name) => name in globalThis,
    ),
    bridge: Object.keys((globalThis as unknown as { tegami: object }).tegami).sort(),
  }));
  expect(seen.node).toEqual([]);
  expect(seen.bridge).toEqual(
    [
      'about',
      'connect',
      'connectCompare',
      'connectLab',
      'onFrameKey',
      'onMenu',
      'openAttachment',
      'openExternal',
      'ready',
      'saveAttachment',
      'savePicture',
      'saveText',
      'setLanguage',
      'setTheme',
    ].sort(),
  );
});

test('app:// is served with a policy that allows nothing but our own files and mail parts', async () => {
  const policy = await launched.window.evaluate(() =>
    fetch('/index.html').then((response) => response.headers.get('content-security-policy')),
  );
  const directives = Object.fromEntries(
    (policy ?? '').split('; ').map((text) => [text.split(' ')[0], text.split(' ').slice(1).join(' ')]),
  );
  expect(directives).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self'",
    'connect-src': "'self' mail:",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  });
  expect(policy).not.toMatch(/https?:|unsafe-eval|\*/);
});

test('a script that is written into the page does not run', async () => {
  const ran = await launched.window.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.ranInline = true';
    document.body.append(script);
    const picture = document.createElement('img');
    picture.setAttribute('onerror', 'globalThis.ranInline = true');
    picture.src = 'data:image/png,broken';
    document.body.append(picture);
    return new Promise((done) =>
      picture.addEventListener('error', () => {
        picture.remove();
        done('ranInline' in globalThis);
      }),
    );
  });
  expect(ran).toBe(false);
});

test('the page cannot be navigated away, not even to our other scheme or a file', async () => {
  const file = pathToFileURL(path.join(root, 'package.json')).href;
  for (const url of [
    'https://example.com/',
    file,
    'mail://message/1/1',
    'data:text/html,hello',
    'app://other/index.html',
  ]) {
    await launched.window.evaluate((address) => {
      location.href = address;
    }, url);
    await launched.window.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    expect(launched.window.url()).toBe('app://tegami/index.html');
  }
});

test('window.open opens no window: a harmless address leaves for other programs, any other goes nowhere', async () => {
  const opened = await launched.window.evaluate(() =>
    ['https://example.com/', 'file:///etc/passwd', 'app://tegami/index.html', 'mail://message/1/1', 'javascript:1', '']
      .map((url) => window.open(url))
      .filter((given) => given !== null),
  );
  expect(opened).toEqual([]);
  const windows = await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(windows).toBe(1);
  expect(await openedOutside()).toEqual(['https://example.com/']);
});

test('permissions are denied', async () => {
  const outcome = await launched.window.evaluate(async () => ({
    notification: await Notification.requestPermission(),
    camera: (await navigator.permissions.query({ name: 'camera' as PermissionName })).state,
    location: await new Promise((done) =>
      navigator.geolocation.getCurrentPosition(
        () => done('given'),
        (error) => done(error.code),
      ),
    ),
    clipboard: await navigator.clipboard.readText().then(
      () => 'given',
      (error: Error) => error.name,
    ),
  }));
  expect(outcome).toEqual({
    notification: 'denied',
    camera: 'denied',
    location: 1,
    clipboard: 'NotAllowedError',
  });
});

test('nothing remote and no file can be fetched', async () => {
  expect(await fetched('https://example.com/')).toBe('failed');
  expect(await fetched('http://127.0.0.1:1/')).toBe('failed');
  expect(await fetched(pathToFileURL(path.join(root, 'package.json')).href)).toBe('failed');
});

test('without the policy the shell still lets nothing remote through', async () => {
  const error = await launched.app.evaluate(async ({ BrowserWindow, session }) => {
    void BrowserWindow;
    return (session.defaultSession as unknown as { fetch(url: string): Promise<unknown> })
      .fetch('http://127.0.0.1:1/')
      .then(
        () => 'answered',
        (reason: Error) => reason.message,
      );
  });
  expect(error).toContain('ERR_BLOCKED_BY_CLIENT');
});

test('app:// gives nothing outside the built renderer', async () => {
  for (const url of [
    '/../package.json',
    '/%2e%2e/main/main.cjs',
    '/..%2fmain%2fmain.cjs',
    '/.stamps/main',
    '/assets/',
    '/%00index.html',
    '//etc/passwd',
    '/index.html%5c..%5cmain.json',
  ])
    expect([url, [404, 'failed'].includes(await fetched(`app://tegami${url}`))]).toEqual([url, true]);
  expect(await fetched('app://other/index.html')).not.toBe(200);
});

test('mail:// takes ids of this one form and refuses all else', async () => {
  for (const url of [
    'mail://message/0/1',
    'mail://message/-1/1',
    'mail://message/1/../../secrets',
    'mail://message/1/%2e%2e%2fvault.db',
    'mail://message/1/1?x=1',
    'mail://message/1e3/1',
    'mail://message/1/1/1',
    'mail://message/1/',
    'mail://other/1/1',
    'mail://message/1/1.a',
    'mail://message/9999999999999999999/1',
  ])
    expect([url, await fetched(url)]).toEqual([url, 403]);
});

test('mail:// of a message that does not exist is not found', async () => {
  expect(await fetched('mail://message/999999/1')).toBe(404);
});

test('a frame that is not ours cannot read mail', async () => {
  const read = await launched.window.evaluate(
    () =>
      new Promise((done) => {
        addEventListener('message', (event) => done(event.data), { once: true });
        const frame = document.createElement('iframe');
        frame.sandbox.add('allow-scripts');
        frame.srcdoc = `<script>fetch('mail://message/999999/1').then(r => parent.postMessage(r.status, '*'), () => parent.postMessage('failed', '*'))</script>`;
        frame.addEventListener('load', () => setTimeout(() => done('the script did not run'), 300));
        document.body.append(frame);
      }),
  );
  expect(read).toBe('the script did not run');
});

test('only harmless addresses leave for other programs', async () => {
  const answers = await launched.window.evaluate(async () => {
    const { openExternal } = (globalThis as unknown as { tegami: { openExternal(url: unknown): Promise<boolean> } })
      .tegami;
    const urls = [
      'https://example.com/a?b',
      'mailto:a@example.com',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://host/share',
      'vbscript:x',
      'https://user:word@example.com/',
      'ms-msdt:/id',
      '',
      { toString: () => 'https://example.com/' }.toString.name,
    ];
    return Promise.all(urls.map((url) => openExternal(url)));
  });
  expect(answers).toEqual([true, true, false, false, false, false, false, false, false, false]);
  expect(await openedOutside()).toEqual(['https://example.com/a?b', 'mailto:a@example.com']);
});

test('a second start with the same profile shows the first window and ends', async () => {
  await expect(launchApp({ profile: launched.profile })).rejects.toThrow();
  expect(existsSync(launched.profile)).toBe(true);
  expect(await launched.window.evaluate(() => location.href)).toBe('app://tegami/index.html');
});
