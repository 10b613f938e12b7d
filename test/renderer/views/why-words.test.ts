import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import en from '../../../renderer/locales/en/mail.json' with { type: 'json' };
import ja from '../../../renderer/locales/ja/mail.json' with { type: 'json' };
import { whyWords } from '../../../renderer/views/mail/reader/why-words.ts';

async function tell(lng: 'en' | 'ja', what: string, cause: string) {
  const i18n = createInstance({
    lng,
    resources: { en: { mail: en }, ja: { mail: ja } },
    interpolation: { escapeValue: false },
  });
  await i18n.init();
  return whyWords({ at: 0, what, cause }, i18n.getFixedT(lng, 'mail'), (id) => (id === 5 ? 'Trash' : null));
}

test('what the engine noted is told in both languages', async () => {
  expect(await tell('en', 'added', 'IMAP FETCH UID 7 from "INBOX" at mail.hana.test')).toEqual({
    what: 'It came here.',
    cause: 'mail.hana.test lists it in INBOX as UID 7.',
  });
  expect(await tell('ja', 'added', 'POP3 RETR 3 (UIDL abc) from mail.hana.test')).toEqual({
    what: 'ここに届きました。',
    cause: 'POP3 の RETR コマンドで受信しました。サーバーでの識別子（UIDL）は abc です。',
  });
  expect((await tell('ja', 'flags [] -> ["flagged","seen"]', 'done here, by hand')).what).toBe(
    'フラグが付きました。 既読になりました。',
  );
  expect((await tell('en', 'moved from folder 1 to 5', 'moved here, by hand')).what).toBe('It was moved to Trash.');
  expect((await tell('en', 'moved from folder INBOX to Plans', 'moved here, by hand')).what).toBe(
    'It was moved to Plans.',
  );
});

test('what has an unknown form stands as the engine wrote it', async () => {
  expect(await tell('ja', 'something new', 'for a reason')).toEqual({ what: 'something new', cause: null });
  expect((await tell('en', 'flags nonsense -> []', 'x')).what).toBe('flags nonsense -> []');
});
