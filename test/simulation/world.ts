import { createLog } from '../../kernel/log.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import type { Fact } from '../../protocols/wire/fact.ts';
import { CentralNode } from './central-node.ts';
import type { Disk, DiskFault } from './disk.ts';
import { GatewayNode } from './gateway-node.ts';
import { Happenings } from './happenings.ts';
import { Ledger } from './ledger.ts';
import { cutLink, type Link, newLink, takePacket } from './link.ts';
import type { Settings } from './plan.ts';
import { PushSubscriber } from './push-subscriber.ts';
import { StationNode } from './station-node.ts';
import { SubscriberNode } from './subscriber-node.ts';
import { SyncNode } from './sync-node.ts';

const quiet = createLog('simulation', 'silent');
/** More connections than this were forgotten by everybody. */
const maxLinks = 12;
const maxFacts = 40;

interface Node {
  readonly alive: boolean;
  start(): void;
  crash(): void;
}
interface Storing extends Node {
  readonly disk: Pick<Disk<unknown>, 'fault' | 'backup' | 'durable' | 'replace' | 'sync' | 'onFault'>;
}

/** One site and its central, every node with its disk, and the networks between them. `steps.ts` takes it on. */
export class World {
  readonly clock = new ManualClock();
  readonly ledger = new Ledger();
  readonly seen = new Happenings();
  readonly stations: StationNode[] = [];
  readonly gateway: GatewayNode;
  readonly central: CentralNode;
  readonly sync: SyncNode;
  /** Programs that read the log page by page. */
  readonly subscribers: SubscriberNode[];
  /** MQTT subscribers. */
  readonly pushed: PushSubscriber[];
  readonly settings: Settings;
  /** The gateway was put back to a state that lacked entries. */
  gatewayWentBack = false;
  /** Nothing goes wrong any more. */
  healing = false;
  links: Link[] = [];
  private facts = 0;
  private epochs = 1;

  constructor(settings: Settings) {
    const { ledger, clock, seen } = this;
    const { defect } = settings;
    this.settings = settings;
    this.gateway = new GatewayNode(
      clock,
      quiet,
      {
        acknowledgesEarly: defect === 'acknowledge-before-commit',
      },
      {
        onDurable: (before, after) => ledger.gatewayStored(before, after),
        acknowledging: (ack) => ledger.acknowledging(this.gateway, ack),
        received: ({ received, duplicates, gap, conflicts }) => {
          seen.note('facts stored', received.length);
          seen.note('facts repeated', duplicates);
          seen.note('facts set aside', received.filter(({ kind }) => kind === 'set-aside').length);
          seen.note('facts of another history refused', conflicts.length);
          if (gap !== null) seen.note('gap told');
        },
      },
    );
    this.central = new CentralNode(
      (before, after) => ledger.centralStored(before, after),
      {},
      ({ received, duplicates, gap }) => {
        if (!this.healing) seen.note('facts stored at central before the end', received.length);
        seen.note('facts repeated at central', duplicates);
        if (gap !== null) seen.note('gap told by central');
      },
    );
    this.sync = new SyncNode({
      gateway: this.gateway,
      central: this.central,
      clock,
      quiet,
      movesEarly: defect === 'move-cursor-before-acknowledgement',
      moved: (from, to) => {
        if (!this.gatewayWentBack) ledger.moved(this.gateway, from, to);
      },
      rewound: () => seen.note('cursor went back'),
      lost: (phase) => seen.note(phase === 'request' ? 'request lost' : 'answer lost'),
    });
    const { gateway } = this;
    const movesEarly = defect === 'move-subscriber-before-puback';
    this.subscribers = names('reader', settings.subscribers).map(() => new SubscriberNode(gateway));
    this.pushed = names('subscriber', settings.subscribers).map(
      (name) => new PushSubscriber(name, gateway, movesEarly, () => seen.note('event pushed again')),
    );
    for (let n = 1; n <= settings.stations; n += 1) this.stations.push(this.newStation(`S${n}`));
    for (const node of this.nodes()) node.start();
    for (const { disk } of this.storing()) disk.onFault = (fault) => this.noteFault(fault);
  }

  nodes(): Node[] {
    return [this.gateway, this.central, this.sync, ...this.stations, ...this.subscribers, ...this.pushed];
  }

  storing(): Storing[] {
    return [this.gateway, this.central, ...this.stations, ...this.subscribers, ...this.pushed];
  }

  /** Those that would lose something if their copy were put back. */
  withOldBackup(): Storing[] {
    return this.storing().filter(({ disk }) => disk.backup !== null && disk.backup !== disk.durable);
  }

  private newStation(name: string, copyOf?: StationNode['disk']['durable']): StationNode {
    const { windowFacts, batchFacts, patience, keep, defect } = this.settings;
    return new StationNode(
      name,
      {
        limits: { windowFacts, batchFacts, patience, factsPerHead: 0 },
        keep,
        deletesEarly: defect === 'delete-before-acknowledgement',
        trustsBlindly: defect === 'acknowledge-conflicts',
      },
      {
        shown: (node, fact) => this.ledger.show(node, fact),
        noted: (node, from, upTo) => this.ledger.noted(node, from, upTo),
        stopped: (node, reason) => {
          this.seen.note('station stopped');
          this.ledger.name(node.station, reason);
        },
        sentAgain: () => this.seen.note('station sent again'),
        wentBack: () => this.seen.note('acknowledgement went back'),
      },
      copyOf,
    );
  }

  make(node: StationNode | undefined, count: number): void {
    if (node === undefined || this.facts >= maxFacts) return;
    this.facts += count;
    node.make(count, null, String(this.stations.indexOf(node)));
  }

  makePoor(node: StationNode | undefined, count: number, how: number): void {
    if (node === undefined || this.facts >= maxFacts) return;
    this.facts += count;
    node.make(count, (fact) => this.spoilt(fact, how), String(this.stations.indexOf(node)));
  }

  /** A defect of a station's program: its content or its hash is not what it should be. */
  private spoilt(fact: Fact, how: number): Fact {
    const spoilt = { ...fact, ...spoilings[how % spoilings.length] };
    this.ledger.poor.add(spoilt.hash);
    return spoilt;
  }

  up(link: Link | undefined, packetAt: number, remove: boolean): void {
    if (link === undefined || link.silent || !link.gatewayOpen || !this.gateway.alive) return;
    const taken = takePacket(link.up, this.settings.network === 'tcp' ? 0 : packetAt);
    if (taken === null) return;
    if (remove) link.up = taken.rest;
    this.gateway.arrived(link, taken.packet);
  }

  down(link: Link | undefined, packetAt: number): void {
    if (link === undefined || link.silent) return;
    const taken = takePacket(link.down, this.settings.network === 'tcp' ? 0 : packetAt);
    if (taken === null) return;
    link.down = taken.rest;
    this.readerOf(link)?.takeAck(taken.packet);
  }

  lose(link: Link | undefined, packetAt: number): void {
    if (link === undefined || this.settings.network === 'tcp') return;
    if (packetAt % 2 === 0) link.up = takePacket(link.up, packetAt)?.rest ?? [];
    else link.down = takePacket(link.down, packetAt)?.rest ?? [];
  }

  crash(node: Node | undefined): void {
    if (node?.alive === true) this.seen.note('restart');
    node?.crash();
  }

  silence(link: Link | undefined): void {
    if (link === undefined) return;
    this.seen.note('connection silent');
    link.silent = true;
  }

  setClock(node: StationNode | undefined, byMs: number): void {
    this.seen.note('clock set');
    node?.setClock(byMs);
  }

  private noteFault(fault: DiskFault): void {
    if (fault === 'full') this.seen.note('disk full');
    else if (fault === 'ghost') this.seen.note('failed fsync that was none');
    else this.seen.note('end in the middle of a commit');
  }

  cut(link: Link | undefined): void {
    if (link === undefined) return;
    this.seen.note('connection cut');
    const owner = this.ownerOf(link);
    cutLink(link);
    owner?.disconnected();
  }

  connect(node: StationNode | undefined): void {
    if (node === undefined || !node.alive || !this.gateway.alive) return;
    if (node.link?.gatewayOpen === true && node.link.stationOpen) return;
    if (node.link !== null) node.disconnected();
    const link = newLink(node.station);
    this.links = [...this.links.filter((old) => this.isOfUse(old)), link].slice(-maxLinks);
    this.gateway.subscribed(link);
    node.connected(link);
  }

  mend(storing: Storing | undefined): void {
    if (storing === undefined) return;
    storing.disk.fault = 'none';
    storing.disk.sync();
  }

  /** @param newEpoch whether by the command that is meant for it, or by copying files. */
  restore(storing: Storing | undefined, newEpoch: boolean): void {
    const { backup = null, durable } = storing?.disk ?? {};
    // An MQTT subscriber that is put back has to tell the gateway where it goes on: nobody else can know.
    if (storing === undefined || backup === null || storing instanceof PushSubscriber) return;
    const { gateway } = this;
    storing.crash();
    storing.disk.replace(backup);
    this.seen.note('file put back');
    if (storing instanceof StationNode) {
      const lost = (durable as typeof storing.disk.durable).head.upTo > storing.log.lastSeq;
      storing.disturbed ||= lost;
      this.ledger.putBack(storing, gateway.disk.durable);
    }
    if (
      storing === gateway &&
      gateway.disk.durable.entries.length < (durable as { entries: unknown[] }).entries.length
    ) {
      this.gatewayWentBack = true;
      this.seen.note('log of the gateway lost entries');
      // What a station lost too, when its own log was put back, nobody is left to bring.
      for (const node of this.stations) if (node.disturbed) this.ledger.putBack(node, gateway.disk.durable);
    }
    if (storing === gateway && newEpoch) this.beginEpoch();
    storing.start();
  }

  private beginEpoch(): void {
    const { disk } = this.gateway;
    this.epochs += 1;
    disk.replace({ ...disk.durable, epoch: this.epochs });
    this.seen.note('log began a new epoch');
  }

  clone(node: StationNode | undefined): void {
    if (node === undefined || this.stations.length > this.settings.stations) return;
    this.seen.note('station copied');
    const twin = this.newStation(node.station, node.disk.backup ?? node.disk.durable);
    node.disturbed = true;
    twin.disturbed = true;
    twin.disk.onFault = (fault) => this.noteFault(fault);
    this.stations.push(twin);
    twin.start();
  }

  /** A broker may bring a station on its new connection what was meant for the one before. */
  private readerOf(link: Link): StationNode | undefined {
    const owner = this.ownerOf(link);
    if (owner !== undefined || this.settings.network === 'tcp') return owner;
    return this.stations.find((node) => node.station === link.station && node.link?.stationOpen === true);
  }

  private isOfUse(link: Link): boolean {
    const late = this.settings.network === 'broker' ? link.up.length + link.down.length : 0;
    return link.stationOpen || (link.gatewayOpen && link.up.length > 0) || late > 0;
  }

  private ownerOf(link: Link): StationNode | undefined {
    return this.stations.find((node) => node.link === link);
  }
}

/** Data that is not of its type, a type that nobody knows, and a content that is good in itself and does not give the hash. */
const spoilings = [{ data: { boot: 1 } }, { type: 'no type' }, { data: { boot: 'another', version: '1' } }];

function names(kind: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${kind} ${index + 1}`);
}
