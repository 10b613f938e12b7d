/** One host of the world while it runs: its queue and spool, its mail transfer agent, and the servers that its roles ask for. */
import path from 'node:path';
import type { SecureContext } from 'node:tls';
import type { Reach } from '../../contract/lab/table.ts';
import type { Role, WorldHost } from '../../contract/lab/world.ts';
import type { Around, Listening } from '../around.ts';
import { type Resolver, serveDns } from '../dns/index.ts';
import { serveImap } from '../imap/server.ts';
import { Mta } from '../mta/index.ts';
import type { Place, Service } from '../places/places.ts';
import { servePop3 } from '../pop3/server.ts';
import { openQueueStore, type QueueStore } from '../queue/index.ts';
import { serveSmtp } from '../smtp/server.ts';
import { openSpool } from '../spool/open.ts';
import type { Spool } from '../spool/store.ts';
import type { Shared } from './shared.ts';

/** What each role listens for. `relay` and `mx` are both SMTP between hosts. */
const services: Readonly<Record<Role, readonly Service[]>> = {
  dns: ['dns'],
  submission: ['submission', 'submissions'],
  mx: ['smtp'],
  relay: ['smtp'],
  mailbox: ['pop3', 'pop3s', 'imap', 'imaps'],
};
/** TLS from the first octet. */
const implicit: ReadonlySet<Service> = new Set(['submissions', 'pop3s', 'imaps']);

export class RunningHost {
  readonly name: string;
  readonly #shared: Shared;
  readonly #around: Around;
  readonly #queue: QueueStore;
  readonly #resolver: Resolver;
  readonly spool: Spool | null;
  readonly mta: Mta;
  readonly #open = new Map<Service, Listening>();
  #secure: SecureContext | null = null;
  /** The world's address under which its services stand in Places. */
  #address = '';

  private constructor(o: { name: string; shared: Shared; around: Around; queue: QueueStore; spool: Spool | null }) {
    this.name = o.name;
    this.#shared = o.shared;
    this.#around = o.around;
    this.#queue = o.queue;
    this.spool = o.spool;
    const { resolver, keys, check } = o.shared;
    this.#resolver = resolver(o.around);
    this.mta = new Mta({ around: o.around, queue: o.queue, spool: o.spool, resolver: this.#resolver, keys, check });
  }

  /** Opens what is on disk; listens to nobody yet. */
  static async open(host: WorldHost, shared: Shared): Promise<RunningHost> {
    const folder = path.join(shared.folder, 'hosts', host.name);
    let secure: () => SecureContext | null = () => null;
    const around: Around = {
      host: host.name,
      world: shared.world,
      clock: shared.clock,
      trace: shared.trace,
      places: shared.places,
      faults: shared.faults,
      random: shared.random,
      secure: () => secure(),
    };
    const queue = await openQueueStore(path.join(folder, 'queue'), shared.clock);
    const spool = host.roles.includes('mailbox')
      ? await openSpool(path.join(folder, 'spool'), {
          clock: shared.clock,
          world: shared.world,
          host: host.name,
          faults: shared.faults,
        })
      : null;
    const running = new RunningHost({ name: host.name, shared, around, queue, spool });
    secure = () => running.#secure;
    return running;
  }

  get queue(): QueueStore {
    return this.#queue;
  }

  /** Opens the sockets that its roles ask for. @throws the system's error where an address or port is taken */
  async listen(host: WorldHost): Promise<void> {
    this.#address = host.address;
    this.#secure = await this.#shared.certificate(host);
    const wanted = new Set(host.roles.flatMap((role) => services[role]));
    if (this.#secure === null) for (const service of implicit) wanted.delete(service);
    await Promise.all([...wanted].map((service) => this.#serve(service, host)));
    this.mta.start();
  }

  /** What DNS said before the world was changed. */
  forgetNames(): void {
    this.#resolver.forget();
  }

  /** Stops listening; the mail that waits stays on disk, and nothing is tried. */
  async shut(): Promise<void> {
    const open = [...this.#open];
    this.#open.clear();
    for (const [service] of open) this.#shared.places.shut(this.#address, service);
    await Promise.all([...open.map(([, listening]) => listening.close()), this.mta.stop()]);
  }

  async close(): Promise<void> {
    this.spool?.hurry();
    await this.shut();
    await this.mta.close();
    await this.#queue.close();
    await this.spool?.close();
  }

  /** `address`: the world's, for a host of which nothing listens. */
  reach(address: string): Reach {
    const port = (service: Service): number | null => this.#open.get(service)?.port ?? null;
    const first = [...this.#open.values()][0];
    return {
      name: this.name,
      address: first?.address ?? this.#shared.places.bindFor(address),
      smtp: port('smtp'),
      submission: port('submission'),
      submissions: port('submissions'),
      pop3: port('pop3'),
      pop3s: port('pop3s'),
      imap: port('imap'),
      imaps: port('imaps'),
    };
  }

  get dns(): Place | null {
    return this.#open.get('dns') ?? null;
  }

  async #serve(service: Service, host: WorldHost): Promise<void> {
    const bind = this.#shared.bind(host, service);
    const listening = await this.#server(service, bind);
    this.#open.set(service, listening);
    this.#shared.places.open(host.address, service, { address: listening.address, port: listening.port });
  }

  #server(service: Service, bind: Place): Promise<Listening> {
    const around = this.#around;
    const implicitTls = implicit.has(service);
    switch (service) {
      case 'dns':
        return serveDns(around, bind, this.#shared.extraRecords);
      case 'smtp':
        return serveSmtp(around, { bind, kind: 'mx', policy: this.mta.exchange() });
      case 'submission':
      case 'submissions':
        return serveSmtp(around, { bind, kind: service, policy: this.mta.submission() });
      case 'pop3':
      case 'pop3s':
        return servePop3(around, { bind, implicitTls }, this.#spool());
      case 'imap':
      case 'imaps':
        return serveImap(
          around,
          { bind, implicitTls, cache: path.join(this.#shared.folder, 'hosts', this.name, 'cache') },
          this.#spool(),
        );
    }
  }

  #spool(): Spool {
    if (this.spool === null) throw new Error(`${this.name} holds no mailboxes`);
    return this.spool;
  }
}
