/**
 * Sets of nodes each of which leads to all others of its set, and nodes that lead to themselves. Nodes are numbers from 0.
 * Tarjan's algorithm with a stack of its own: a chain of 10,000 nodes must not be one of 10,000 calls.
 */
export function* cyclesOf(count: number, next: (node: number) => Iterable<number>): Iterable<readonly number[]> {
  /** When each node was entered, from 1; 0: not yet. */
  const order = new Uint32Array(count);
  const low = new Uint32Array(count);
  const isOpen = new Uint8Array(count);
  const open: number[] = [];
  const calls: Call[] = [];
  let entered = 0;
  const enter = (node: number): void => {
    entered += 1;
    order[node] = entered;
    low[node] = entered;
    isOpen[node] = 1;
    open.push(node);
    calls.push({ node, rest: next(node)[Symbol.iterator](), leadsToItself: false });
  };
  const lower = (node: number, to: number): void => {
    low[node] = Math.min(low[node] as number, to);
  };
  for (let first = 0; first < count; first++) {
    if (order[first] === 0) enter(first);
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const { node, rest } = call;
      const step = rest.next();
      if (step.done !== true) {
        const other = step.value;
        if (other === node) call.leadsToItself = true;
        if (order[other] === 0) enter(other);
        else if (isOpen[other] === 1) lower(node, order[other] as number);
        continue;
      }
      calls.pop();
      const above = calls.at(-1);
      if (above !== undefined) lower(above.node, low[node] as number);
      if (low[node] !== order[node]) continue;
      const cycle = open.splice(open.lastIndexOf(node));
      for (const member of cycle) isOpen[member] = 0;
      if (cycle.length > 1 || call.leadsToItself) yield cycle;
    }
  }
}

interface Call {
  readonly node: number;
  readonly rest: Iterator<number>;
  leadsToItself: boolean;
}
