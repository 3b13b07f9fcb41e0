/**
 * A disk as a power cut may leave it, rebuilt from recorded calls. The strict reading of POSIX: what was written to a file
 * is certain only after a sync of that file, a name (made, renamed, removed) only after a sync of its folder. Whatever is
 * not certain may be there, be missing, or be there in part, each by itself.
 */
import { constants, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from './record.ts';

/** What became of everything that was not synced: `dropped`, all of it `kept`, or each part by chance, torn within. */
export type Outcome = 'dropped' | 'kept' | 'torn';
/** A disk writes these whole. */
const SECTOR = 512;

type Change = { readonly at: number; readonly bytes: Buffer } | { readonly length: number };
interface File {
  certain: Buffer;
  now: Buffer;
  pending: Change[];
}
interface Folder {
  readonly certain: Map<string, File | Folder>;
  readonly now: Map<string, File | Folder>;
  pending: { readonly name: string; readonly node: File | Folder | undefined }[];
}
const isFolder = (node: File | Folder | undefined): node is Folder =>
  node !== undefined && 'certain' in node && node.certain instanceof Map;
const newFolder = (): Folder => ({ certain: new Map(), now: new Map(), pending: [] });

function changed(content: Buffer, change: Change): Buffer {
  if ('length' in change && !('bytes' in change)) {
    if (change.length <= content.byteLength) return Buffer.from(content.subarray(0, change.length));
    return Buffer.concat([content, Buffer.alloc(change.length - content.byteLength)]);
  }
  const { at, bytes } = change as { at: number; bytes: Buffer };
  const end = at + bytes.byteLength;
  const out = end > content.byteLength ? Buffer.concat([content, Buffer.alloc(end - content.byteLength)]) : content;
  bytes.copy(out, at);
  return out;
}

export class Disk {
  readonly #root: string;
  readonly #top = newFolder();
  readonly #open = new Map<number, File | Folder>();
  constructor(root: string) {
    this.#root = root;
  }

  apply(call: Call): void {
    if (call.kind === 'opened') this.#opened(call.fd, call.path, call.flags);
    else if (call.kind === 'written') this.#change(call.fd, { at: call.at, bytes: call.bytes });
    else if (call.kind === 'truncated') this.#change(call.fd, { length: call.length });
    else if (call.kind === 'synced') this.#synced(call.fd);
    else if (call.kind === 'closed') this.#open.delete(call.fd);
    else if (call.kind === 'made_folder') this.#name(call.path, newFolder());
    else if (call.kind === 'unlinked' || call.kind === 'removed_folder') this.#name(call.path, undefined);
    else if (call.kind === 'renamed') {
      const node = this.#find(call.path);
      this.#name(call.path, undefined);
      this.#name(call.to, node);
    }
  }

  #steps(path: string): string[] {
    return path.slice(this.#root.length).split('/').filter(Boolean);
  }
  #find(path: string): File | Folder | undefined {
    let node: File | Folder | undefined = this.#top;
    for (const step of this.#steps(path)) node = isFolder(node) ? node.now.get(step) : undefined;
    return node;
  }
  #name(path: string, node: File | Folder | undefined): void {
    const steps = this.#steps(path);
    const name = steps.pop();
    const folder = this.#find(join(this.#root, ...steps));
    if (name === undefined || !isFolder(folder)) throw new Error(`no folder for ${path}`);
    if (node === undefined) folder.now.delete(name);
    else folder.now.set(name, node);
    folder.pending.push({ name, node });
  }
  #opened(fd: number, path: string, flags: number): void {
    let node = this.#find(path);
    if (node === undefined) {
      if ((flags & constants.O_CREAT) === 0) throw new Error(`${path} was opened and is not known`);
      node = { certain: Buffer.alloc(0), now: Buffer.alloc(0), pending: [] };
      this.#name(path, node);
    }
    this.#open.set(fd, node);
    if ((flags & constants.O_TRUNC) !== 0) this.#change(fd, { length: 0 });
  }
  #change(fd: number, change: Change): void {
    const file = this.#open.get(fd);
    if (file === undefined || isFolder(file)) throw new Error(`a change of descriptor ${fd}, which is no open file`);
    file.now = changed(file.now, change);
    file.pending.push(change);
  }
  #synced(fd: number): void {
    const node = this.#open.get(fd);
    if (isFolder(node)) {
      for (const { name, node: what } of node.pending) put(node.certain, name, what);
      node.pending = [];
    } else if (node) {
      for (const change of node.pending) node.certain = changed(node.certain, change);
      node.pending = [];
    }
  }

  /** Writes what the disk holds after a power cut now into an empty folder. */
  rebuild(to: string, outcome: Outcome, random: () => number): void {
    const write = (folder: Folder, path: string): void => {
      mkdirSync(path, { recursive: true });
      for (const [name, node] of names(folder, outcome, random)) {
        // Shared memory is no file that survives; SQLite makes it anew.
        if (name.endsWith('-shm')) continue;
        if (isFolder(node)) write(node, join(path, name));
        else writeFileSync(join(path, name), content(node, outcome, random));
      }
    };
    write(this.#top, to);
  }
}

function put(names: Map<string, File | Folder>, name: string, node: File | Folder | undefined): void {
  if (node === undefined) names.delete(name);
  else names.set(name, node);
}
function names(folder: Folder, outcome: Outcome, random: () => number): Map<string, File | Folder> {
  if (outcome === 'kept') return folder.now;
  if (outcome === 'dropped') return folder.certain;
  // A journal keeps its order: up to some point they are there.
  const some = new Map(folder.certain);
  for (const { name, node } of folder.pending.slice(0, Math.floor(random() * (folder.pending.length + 1)))) put(some, name, node);
  return some;
}
function content(file: File, outcome: Outcome, random: () => number): Buffer {
  if (outcome === 'kept') return file.now;
  if (outcome === 'dropped') return file.certain;
  let out: Buffer = Buffer.from(file.certain);
  for (const change of file.pending) {
    const chance = random();
    if (chance < 0.35) continue;
    if (chance < 0.65 || !('bytes' in change)) {
      out = changed(out, change);
      continue;
    }
    const sectors = Math.floor(random() * (change.bytes.byteLength / SECTOR + 1));
    const from = random() < 0.5 ? 0 : sectors * SECTOR;
    const to = from === 0 ? sectors * SECTOR : change.bytes.byteLength;
    const part = change.bytes.subarray(Math.min(from, change.bytes.byteLength), to);
    if (part.byteLength > 0) out = changed(out, { at: change.at + from, bytes: part });
  }
  return out;
}
