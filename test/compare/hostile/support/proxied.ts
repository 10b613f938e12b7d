/** A lab whose machines reach it through a proxy for each protocol; who delivers and observes does not. */
import { type Ground, labGround } from '../../../../src/compare/ground/index.ts';
import { type CuttingProxy, startCuttingProxy } from '../../../support/cutting-proxy.ts';

export interface Proxied {
  readonly ground: Ground;
  readonly proxies: readonly CuttingProxy[];
  close(): Promise<void>;
}

export async function proxiedGround(folder: string): Promise<Proxied> {
  const lab = await labGround({ folder, addresses: 'one' });
  const [mailbox] = await lab.mailboxes(['ports']);
  if (mailbox === undefined) throw new Error('none');
  const proxies = new Map<number, CuttingProxy>();
  for (const server of [mailbox.settings('imap').incoming, mailbox.settings('pop3').incoming])
    proxies.set(server.port, await startCuttingProxy(server.port));
  const mailboxes: Ground['mailboxes'] = async (names) =>
    (await lab.mailboxes(names)).map((each) => ({
      ...each,
      settings(protocol) {
        const settings = each.settings(protocol);
        const { port } = settings.incoming;
        return { ...settings, incoming: { ...settings.incoming, port: proxies.get(port)?.port ?? port } };
      },
    }));
  return {
    ground: { ...lab, mailboxes },
    proxies: [...proxies.values()],
    async close() {
      await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
      await lab.close();
    },
  };
}
