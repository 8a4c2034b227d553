import { type Bytes, concatBytes } from '#lib/core/bytes.ts';
import { childrenOf, isConstructed, octetsOf, readTlv, type Tlv } from '#lib/pki/asn1/tlv.ts';
import { derElement } from '#lib/pki/asn1/write-der.ts';

/** A number from 0 up to, not including, `below`. */
export type Draw = (below: number) => number;

/** Mulberry32: the same seed gives the same numbers on every machine. */
export function drawFrom(seed: number): Draw {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, below);
  };
}

/** An element of a structure that is put together again with right lengths around whatever was changed in it. */
type Node = { readonly identifier: number; readonly octets: Bytes; readonly parts: readonly Node[] };

/** What is to be changed, with all its elements. Those inside octet strings, as extensions have them, count too. */
export type Mutable = { readonly bytes: Bytes; readonly root: Node; readonly nodes: readonly Node[] };

export function mutable(bytes: Bytes): Mutable {
  const element = readTlv(bytes);
  if (element === undefined) throw new Error('What is mutated is no DER.');
  const nodes: Node[] = [];
  return { bytes, root: nodeOf(bytes, element, nodes), nodes };
}

function nodeOf(bytes: Bytes, element: Tlv, nodes: Node[]): Node {
  const parts = insideOf(bytes, element).map((part) => nodeOf(bytes, part, nodes));
  const node = { identifier: element.identifier, octets: octetsOf(bytes, element), parts };
  nodes.push(node);
  return node;
}

function insideOf(bytes: Bytes, element: Tlv): readonly Tlv[] {
  if (isConstructed(element)) return childrenOf(bytes, element, 1000);
  const inner = element.identifier === 0x04 ? readTlv(bytes, element.contentStart, element.contentEnd) : undefined;
  return inner?.end === element.contentEnd ? [inner] : [];
}

function encode(node: Node, changed: ReadonlyMap<Node, Bytes>): Bytes {
  const replaced = changed.get(node);
  if (replaced !== undefined) return replaced;
  if (node.parts.length === 0) return node.octets;
  return derElement(node.identifier, concatBytes(...node.parts.map((part) => encode(part, changed))));
}

const oddBytes = [0x00, 0x01, 0x02, 0x04, 0x06, 0x30, 0x31, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xa0, 0xa3, 0xff] as const;

function one<Item>(items: readonly Item[], draw: Draw): Item {
  const item = items[draw(items.length)];
  if (item === undefined) throw new Error('There is nothing to draw from.');
  return item;
}

function flipped(octets: Bytes, draw: Draw, from: number): Bytes {
  const copy = octets.slice();
  for (let left = draw(3); left >= 0; left -= 1) {
    const at = from + draw(copy.length - from);
    copy[at] = (copy[at] ?? 0) ^ (1 << draw(8));
  }
  return copy;
}

type ChangeNode = (node: Node, source: Mutable, other: Mutable, draw: Draw) => ReadonlyMap<Node, Bytes>;

const changes: readonly ChangeNode[] = [
  function flipBits(node, _, __, draw) {
    const content = node.octets.length > 2 ? 2 : 0;
    return new Map([[node, flipped(node.octets, draw, content)]]);
  },
  function remove(node) {
    return new Map([[node, new Uint8Array()]]);
  },
  function repeat(node, _, __, draw) {
    return new Map([[node, concatBytes(...Array.from({ length: 2 + draw(3) }, () => node.octets))]]);
  },
  function spliceIn(node, _, other, draw) {
    const { octets } = one(other.nodes, draw);
    return new Map([[node, draw(2) === 0 ? octets : concatBytes(node.octets, octets)]]);
  },
  /** Something of the same type from elsewhere: what is most likely to be read. */
  function exchange(node, _, other, draw) {
    const alike = other.nodes.filter(({ identifier }) => identifier === node.identifier);
    return new Map(alike.length === 0 ? [] : [[node, one(alike, draw).octets]]);
  },
  function swap(node, source, _, draw) {
    const second = one(source.nodes, draw);
    return new Map([
      [node, second.octets],
      [second, node.octets],
    ]);
  },
  function changeTag(node, _, __, draw) {
    const octets = node.octets.slice();
    octets[0] = draw(2) === 0 ? one(oddBytes, draw) : (octets[0] ?? 0) ^ (1 << draw(8));
    return new Map([[node, octets]]);
  },
  function changeLength(node, _, __, draw) {
    const octets = node.octets.slice();
    octets[1] = draw(2) === 0 ? one(oddBytes, draw) : (octets[1] ?? 0) + (draw(2) === 0 ? 1 : 255);
    return new Map([[node, octets]]);
  },
  function emptyIt(node) {
    return new Map([[node, derElement(node.identifier, new Uint8Array())]]);
  },
  function overwrite(node, _, __, draw) {
    const content = Uint8Array.from({ length: draw(12) }, () => one(oddBytes, draw));
    return new Map([[node, derElement(node.identifier, content)]]);
  },
];

const cuts: readonly ((bytes: Bytes, draw: Draw) => Bytes)[] = [
  (bytes, draw) => flipped(bytes, draw, 0),
  (bytes, draw) => bytes.slice(0, draw(bytes.length)),
  (bytes, draw) => {
    const at = draw(bytes.length);
    return concatBytes(bytes.subarray(0, at), bytes.subarray(at + 1 + draw(32)));
  },
  (bytes, draw) =>
    concatBytes(
      bytes,
      Uint8Array.from({ length: 1 + draw(8) }, () => one(oddBytes, draw)),
    ),
];

/** The bytes, changed in one or two ways: mostly one element, with the lengths around it put right so that it is reached; else the octets as they come. */
export function mutated(source: Mutable, other: Mutable, draw: Draw): Bytes {
  if (draw(4) === 0) return one(cuts, draw)(source.bytes, draw);
  const changed = new Map<Node, Bytes>();
  for (let left = draw(4) === 0 ? 2 : 1; left > 0; left -= 1) {
    const more = one(changes, draw)(one(source.nodes, draw), source, other, draw);
    for (const [node, octets] of more) changed.set(node, octets);
  }
  return encode(source.root, changed);
}
