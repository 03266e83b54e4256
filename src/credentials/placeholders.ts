/** Values that stand for a secret and are none. Whole value, lower case. */
const stockWords = new Set(
  `changeme change-me change_me changeit password passwd passw0rd secret token apikey api-key api_key key example sample
  placeholder dummy fake mock test testing todo tbd none null nil undefined true false yes no on off redacted masked hidden
  removed string str number boolean any object text value default empty unset required optional postgres root admin user
  username guest mysql redis rabbitmq minioadmin localhost foo bar baz foobar abc abc123 123456 1234567 12345678 123456789
  1234567890 qwerty letmein secret123 password1 password123 pass pass123 admin123 test123 testpass testpassword mypassword
  mysecret mytoken supersecret super-secret development production staging bearer basic`.split(/\s+/),
);

const placeholderForms = [
  /^[x*.#\-_=?•…0]+$/i, // xxxx, ****, 0000
  /^(.)\1{5,}$/, // one letter repeated
  /^<.*>?$/, // <token>
  /^‹[a-z0-9-]+›$/, // what redaction puts in a secret's place
  /^\[.*\]$/,
  /^\{+.*/, // {{ token }}
  /^[$%].*/, // ${VAR}, $VAR, $(cat …), %VAR%
  /^(?:process|os|env|import\.meta|secrets|vars?|config|settings|self|this|ctx|req|res|data|local|module|args|params)[.[(]/i,
  /^(?:your|my|the|a|an|some|insert|enter|paste|put|add|replace|use|get|new|fake|dummy|sample|mock|placeholder)[-_. ]/i,
  /(?:^|[-_ .])(?:goes[-_ ]here|here|placeholder|change[-_ ]?me|changeme|replace[-_ ]?(?:me|this|with)|todo|redacted|removed|hidden)$/i,
  /(?:xxxx|\*\*\*\*|\.\.\.\.|…|•••)/i, // ghp_xxxxxxxx
  /^(?:abcd?efgh?|12345678|01234567|deadbeef)/i,
  /^example[-_.]/,
];

/** What gives a stand-in away even behind a vendor's prefix: `ghp_xxxxxxxxxxxx`, `sk_live_…`. */
const hollow = /x{6}|X{6}|\*{4}|\.{4}|…|•{3}|<|\$\{/;

/** The keys AWS prints in its own documentation. */
const documented = new Set(['AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY']);

/** Whether a value is a stand-in (`xxx`, `changeme`, `<token>`, `${VAR}`), not a credential. */
export function isPlaceholder(value: string): boolean {
  if (documented.has(value)) return true;
  const plain = value.trim();
  if (plain.length < 6) return true;
  if (stockWords.has(plain.toLowerCase())) return true;
  return placeholderForms.some((form) => form.test(plain.length > 512 ? plain.slice(0, 512) : plain));
}

/** Whether a value that has a vendor's shape is a stand-in all the same. */
export function isHollow(value: string): boolean {
  return documented.has(value) || hollow.test(value.slice(0, 512));
}

/** Whether a value is a stand-in in either way: as a whole, or where a vendor's prefix hides it. */
export function isStandIn(value: string): boolean {
  return isPlaceholder(value) || isHollow(value);
}

/** Whether a value, standing where a secret would, is one by its look: random, and no stand-in. */
export function looksSecret(value: string): boolean {
  return looksRandom(value) && !isStandIn(value);
}

/** Shannon entropy in bits per character, over the first 128 characters. */
export function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  const text = value.slice(0, 128);
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Whether a value, standing where a secret would, is made of random characters and not of words or code. */
export function looksRandom(value: string): boolean {
  if (value.length < 12) return false;
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value)) return true;
  if (!/[0-9]/.test(value) || !/[A-Za-z]/.test(value)) return value.length >= 24 && entropyOf(value) > 4;
  if (/[\s(){}<>]/.test(value)) return false;
  return entropyOf(value) >= 3;
}
