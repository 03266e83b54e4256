// The least a hook can do with a guard reachable: standard input, one exchange over the socket, one signature checked.
// No discovery, no bounds, no clocks, no fallback. Ends with 40 where the answer was verified, which the launcher takes for
// an answer (hosts/launcher-codes.ts). Argument: state directory.
const { readdirSync, readFileSync, readSync } = require('node:fs');

const [state] = process.argv.slice(2);
const input = Buffer.allocUnsafe(65_536);
const stdin = input.subarray(0, readSync(0, input)).toString('base64');
const [name] = readdirSync(`${state}/windows`);
const { socket: path, key } = JSON.parse(readFileSync(`${state}/windows/${name}`, 'utf8'));
const nonce = 'ab'.repeat(16);
const line = JSON.stringify({
  v: 1,
  nonce,
  host: 'claude',
  cwd: process.cwd(),
  environment: {},
  waitMilliseconds: 1e5,
  stdin,
});
const socket = require('node:net').connect({ path });
let check;
socket.on('connect', () => {
  socket.write(`${line}\n`);
  const { createHash, createPublicKey, verify } = require('node:crypto');
  const digest = createHash('sha256').update(line).digest('hex');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
  check = ({ v, nonce, request, decision, output, signature }) => {
    const said = ['holdpoint answer', v, nonce, request, decision, output.stdout, output.stderr, output.exitCode];
    const text = Buffer.from(JSON.stringify(said));
    return request === digest && verify(null, text, publicKey, Buffer.from(signature, 'base64url'));
  };
});
socket.on('data', (part) => process.exit(check(JSON.parse(part.toString())) ? 40 : 1));
