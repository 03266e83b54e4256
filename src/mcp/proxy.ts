import type { Calls } from './calls.ts';
import { createFrameReader, type Frame } from './frames.ts';
import { limits } from './limits.ts';
import { idIn, readMessage, type ToolCall } from './messages.ts';
import { lineOf, type RequestId, refusal, unreadable, waiting } from './replies.ts';

/** The two ends of the proxy, and its clock. */
export interface ProxyPorts {
  toServer(bytes: Buffer): void;
  toHost(bytes: Buffer): void;
  /** Calls `fn` again and again; the answer ends that. */
  every(milliseconds: number, fn: () => void): () => void;
}

/** A proxy between a host and one server that speak line by line. */
export interface Proxy {
  fromHost(part: Buffer): void;
  /** The host sends nothing more: what waits for a person is let go of. Resolves once the last message was seen to. */
  hostEnded(): Promise<void>;
  fromServer(part: Buffer): void;
  /** The server sends nothing more: a reply of ours follows what it left unfinished on a line of its own. */
  serverEnded(): void;
}

/**
 * Everything goes through byte for byte, at once, but for tool calls: they wait for their judgement, and what may not
 * go out is answered here. Our own messages stand between those of the server, never inside one.
 */
export function createProxy(calls: Calls, ports: ProxyPorts): Proxy {
  const fromHost = createFrameReader(limits.frameBytes);
  const fromServer = createFrameReader(limits.readBytes);
  const waitingFor = new Map<RequestId, AbortController>();
  /** Those of them a person is asked about. */
  const held = new Set<AbortController>();
  const underWay = new Set<Promise<void>>();
  const ours: Buffer[] = [];
  let betweenMessages = true;
  let hostIsGone = false;

  const flush = () => {
    for (const message of ours.splice(0)) ports.toHost(message);
  };
  const say = (message: object) => {
    ours.push(lineOf(message));
    if (betweenMessages) flush();
  };

  const judge = async (bytes: Buffer, wanted: readonly ToolCall[], others: readonly RequestId[]) => {
    const gone = new AbortController();
    const ids = wanted.flatMap(({ id }) => (id === undefined ? [] : [id]));
    for (const id of ids) waitingFor.set(id, gone);
    const signs: (() => void)[] = [];
    const onHeld = ({ progressToken }: ToolCall) => {
      held.add(gone);
      if (hostIsGone) return gone.abort();
      if (progressToken === undefined) return;
      let signsGiven = 0;
      const sign = () => {
        signsGiven += 1;
        // Small steps: the server's own progress, which may only grow, comes after it.
        say(waiting(progressToken, signsGiven / 1_000_000));
      };
      sign();
      signs.push(ports.every(limits.progressMilliseconds, sign));
    };
    const { goes, reason } = await calls.mayGo(wanted, { signal: gone.signal, onHeld });
    for (const end of signs) end();
    held.delete(gone);
    for (const id of ids) if (waitingFor.get(id) === gone) waitingFor.delete(id);
    if (gone.signal.aborted) return;
    if (goes) return ports.toServer(bytes);
    for (const { id, modern } of wanted) if (id !== undefined) say(refusal(id, reason, modern));
    const together = `It came in one message with a call that does not go out. ${reason}`;
    for (const id of others) say(unreadable(id, together));
  };

  const take = (frame: Frame) => {
    if (frame.kind === 'too-long') {
      const megabytes = Math.round(limits.frameBytes / 1024 / 1024);
      return say(unreadable(idIn(frame.head), `This message is over ${megabytes} MB, so it was not passed on.`));
    }
    const reading = readMessage(frame.bytes.toString('utf8'));
    switch (reading.kind) {
      case 'pass':
        return ports.toServer(frame.bytes);
      case 'unreadable':
        for (const id of reading.ids) say(unreadable(id, `${reading.problem} It was not passed on.`));
        return;
      case 'cancelled': {
        const call = waitingFor.get(reading.id);
        return call ? call.abort() : ports.toServer(frame.bytes);
      }
      case 'calls': {
        const judged = judge(frame.bytes, reading.calls, reading.others).finally(() => underWay.delete(judged));
        underWay.add(judged);
      }
    }
  };

  return {
    fromHost(part) {
      for (const frame of fromHost.feed(part)) take(frame);
    },
    async hostEnded() {
      for (const frame of fromHost.end()) take(frame);
      hostIsGone = true;
      for (const call of held) call.abort();
      await Promise.all(underWay);
    },
    fromServer(part) {
      for (const frame of fromServer.feed(part))
        if (frame.kind === 'line') calls.fromServer(frame.bytes.toString('utf8'));
      const end = part.lastIndexOf(0x0a) + 1;
      if (ours.length === 0 || end === 0) {
        ports.toHost(part);
      } else {
        ports.toHost(part.subarray(0, end));
        flush();
        if (end < part.length) ports.toHost(part.subarray(end));
      }
      if (part.length > 0) betweenMessages = end === part.length;
    },
    serverEnded() {
      for (const call of waitingFor.values()) call.abort();
      if (ours.length > 0 && !betweenMessages) ports.toHost(Buffer.from('\n'));
      betweenMessages = true;
      flush();
    },
  };
}
