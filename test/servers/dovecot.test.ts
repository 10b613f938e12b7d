import { expect, test } from 'vitest';
import { describeDovecot } from './available.ts';
import { type Dovecot, startDovecot } from './dovecot.ts';

describeDovecot('the private Dovecot', () => {
  test('takes ten thousand mails in a few seconds and shows them', async () => {
    const dovecot: Dovecot = await startDovecot({ users: { alice: 'secret' } });
    try {
      expect(dovecot.fill('alice', 'INBOX', 10_000)).toHaveLength(10_000);
      expect(dovecot.mails('alice')).toHaveLength(10_000);
    } finally {
      await dovecot.close();
    }
  });
});
