/** Reads a PIN: without echo from a terminal, else the first line of standard input. It is never an argument. */
const MAX_PIN_BYTES = 256;

export async function readPin(label: string): Promise<Uint8Array> {
  const { stdin } = process;
  const terminal = stdin.isTTY === true;
  if (terminal) {
    process.stderr.write(`PIN (${label}): `);
    stdin.setRawMode(true);
  }
  const typed: number[] = [];
  try {
    for await (const chunk of stdin as AsyncIterable<Buffer>) {
      const ended = take(chunk, typed);
      chunk.fill(0);
      if (ended) break;
    }
  } finally {
    if (terminal) {
      stdin.setRawMode(false);
      process.stderr.write('\n');
    }
  }
  const pin = Uint8Array.from(typed);
  typed.fill(0);
  return pin;
}
/** Adds the bytes of a line; true at its end. */
function take(chunk: Uint8Array, typed: number[]): boolean {
  for (const byte of chunk) {
    if (byte === 10 || byte === 13 || byte === 4) return true;
    if (byte === 3) process.exit(130);
    if (byte === 8 || byte === 127) typed.pop();
    else if (typed.length < MAX_PIN_BYTES) typed.push(byte);
  }
  return false;
}
