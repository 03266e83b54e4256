/** File names that hold secrets wherever they lie. Lower case, whole name. */
const secretNames: readonly RegExp[] = [
  /^\.env(?!\.ci$)(?:\.[a-z0-9_-]+){0,3}$/,
  /^[a-z0-9_-]+\.env(?:\.(?:local|prod|production|staging))?$/,
  /^\.envrc$/,
  /^\.dev\.vars$/,
  /^\.(?:pypirc|netrc|pgpass|my\.cnf|s3cfg|boto|git-credentials|vault-token|htpasswd|terraformrc|mylogin\.cnf)$/,
  /^(?:_netrc|[a-z0-9_-]+\.(?:netrc|pgpass|my\.cnf))$/,
  /^\.?smb-?(?:credentials|cred[a-z0-9_-]*|passwd)?$|^\.smb[a-z0-9_-]+$/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_[a-z0-9_-]+)?$/,
  /\.(?:p12|pfx|jks|keystore|kdbx|ppk|pkcs12|asc\.key)$/,
  /^(?!.*pub)(?=.*(?:key|priv)).*\.pem$/,
  /^(?!.*(?:cert|chain|public|(?:^|[._-])(?:ca|pub)[._-])).*\.pem$/,
  /^(?!.*(?:public|pub)\b).*\.key$/,
  /^\.(?:secrets?|credentials?)$/,
  /^\.?(?:secrets?|credentials?|creds)(?:[._-](?:prod|production|stag(?:e|ing)|live|dev|development|local|backup|bak|old|db|app|api|admin|env|\d+))?\.(?:json|ya?ml|toml|ini|env|txt|properties|cfg|conf)$/,
  /^(?:[a-z0-9_-]+[._-])(?:secrets?|credentials?)\.(?:json|ya?ml|toml|ini|env|txt|properties|cfg|conf)$/,
  /^(?:.*[._-])?service[._-]?account(?:[._-].*)?\.json$/,
  /^client_secrets?(?:[._-].*)?\.json$/,
  /^\.?(?:[a-z0-9-]+[._-])?(?:api[._-]?keys?|tokens?|passwords?|passwd)(?:\.txt)?$/,
  /^\.[a-z0-9-]+-token$/,
  /^[a-z0-9-]+\.token$/,
  /^kubeconfig(?:[._-].*)?$/,
  /^master\.key$/,
  /^\.?vault[_-]?pass(?:word)?(?:\.txt)?$/,
  /^wp-config\.php$/,
  /^local\.settings\.json$/,
  /^credentials\.tfrc\.json$/,
  /^terraform\.tfstate(?:\.backup)?$/,
  /^\.(?:bash|zsh|sh|psql|mysql|rediscli|python|node_repl|irb)_history$/,
  /^(?:consolehost_history\.txt|fish_history)$/,
  /^rclone\.conf$/,
  /^\.(?:databrickscfg|sentryclirc|kaggle\.json)$/,
  /^(?:terraform|.*(?:secret|prod)[a-z0-9_.-]*)\.tfvars(?:\.json)?$/,
  /^.*secret[a-z0-9_.-]*\.auto\.tfvars$/,
];

/** Places, as parts of the whole path with forward slashes, lower case. */
const secretPlaces: readonly RegExp[] = [
  /(?:^~|^\/(?:home|users)\/[^/]+|^\/root)\/\.(?:npmrc|yarnrc\.yml)$/,
  /(?:^|\/)\.aws\/credentials$/,
  /(?:^|\/)\.aws\/(?:sso|cli)\/cache\//,
  /(?:^|\/)\.config\/gcloud\/(?:.*credentials.*|access_tokens\.db|legacy_credentials\/.*)$/,
  /(?:^|\/)\.azure\/(?:accesstokens|msal_token_cache|serviceprincipals?).*$/,
  /(?:^|\/)\.kube\/config$/,
  /(?:^|\/)\.docker\/config\.json$/,
  /(?:^|\/)\.config\/(?:gh\/hosts\.yml|hub|doctl\/config\.yaml|op\/config|netlify\/config\.json|configstore\/.*\.json|railway\/.*|heroku\/.*|rclone\/.*)$/,
  /(?:^|\/)\.railway\/config\.json$/,
  /(?:^|\/)\.subversion\/auth\/svn\.(?:simple|ssl)/,
  /(?:^|\/)\.?filezilla\/(?:sitemanager|recentservers)\.xml$/,
  /(?:^|\/)\.fly\/config\.yml$/,
  /(?:^|\/)\.(?:wrangler|cloudflared)\/(?:config\/default\.toml|.*\.json|cert\.pem)$/,
  /(?:^|\/)(?:com\.vercel\.cli|\.vercel|\.config\/(?:vercel|composer|containers)|\.composer)\/auth\.json$/,
  /(?:^|\/)\.config\/(?:stripe\/config\.toml|(?:hcloud|scw|linode-cli|atlascli|neonctl|planetscale|pulumi)(?:\/.*)?)$/,
  /(?:^|\/)\.config\/(?:turso|glab-cli|exoscale|argocd|doppler|infisical|upcloud|vultr-cli|ngrok|snyk|sanity|koyeb|northflank|aiven|deployctl)\/[^/]+\.(?:json|ya?ml|toml|conf|ini)$/,
  /(?:^|\/)\.(?:gem\/credentials|cargo\/credentials(?:\.toml)?|m2\/settings(?:-security)?\.xml|pulumi\/credentials\.json|supabase\/access-token|oci\/config|bluemix\/config\.json|aliyun\/config\.json|snowflake\/(?:connections|config)\.toml|dbt\/profiles\.yml|kaggle\/kaggle\.json|huggingface\/token|cache\/huggingface\/token|ngrok2\/ngrok\.yml)$/,
  /(?:^|\/)\.local\/share\/(?:keyrings\/|atuin\/history\.db|mcfly\/history\.db)/,
  /^\/var\/lib\/cloud\/instances?\/.*(?:user|vendor)-data/,
  /(?:^|\/)\.(?:codex\/auth|claude\/\.credentials|gemini\/oauth_creds|qwen\/oauth_creds)\.json$/,
  /(?:^|\/)\.streamlit\/secrets\.toml$/,
  /(?:^|\/)\.gnupg\/(?:private-keys.*|secring.*)$/,
  /(?:^|\/)\.password-store\//,
  /(?:^|\/)\.ssh\/(?!known_hosts|config$|authorized_keys|.*\.pub$).+/,
  /(?:^|\/)library\/keychains\//,
  /(?:^|\/)(?:google-)?(?:chrome|chromium|firefox|brave|microsoft[ -]edge|edge|vivaldi|opera)[^/]*\/.*(?:login data|logins\.json|cookies|(?:local|session) storage\/.*|indexeddb\/.*|storage\/default\/.*)$/,
  /^\/etc\/(?:shadow|gshadow|sudoers|ssl\/private\/.*)$/,
  /^\/(?:run|var\/run)\/secrets\//,
  /^\/proc\/[^/]+\/environ$/,
  /(?:^|\/)\.?secrets\/[^/]+\.(?:json|ya?ml|txt|env|key|pem|token)$/,
];

/** What looks like a secret file and is a form to fill in, a lock file or a description. */
const exampleName =
  /(?:^|[._-])(?:examples?|samples?|templates?|tmpl|tpl|dist|defaults?(?!_credentials)|schema|stub|dummy|mock|test|tests|testing|docs?|encrypted|enc|pub)(?:[._-]|$)|^\.env\.vault$|[._]specs?\.(?:[cm]?[jt]sx?|rb)$/;

/** Code about secrets is not a secret: a lexer's `tokens.ts`, `secrets.py`, documentation. */
const sourceOrText =
  /\.(?:[cm]?[jt]sx?|d\.ts|py|pyi|go|rs|rb|java|kt|kts|scala|cs|fs|vb|cpp|cc|cxx|c|h|hpp|swift|m|mm|php|pl|pm|lua|ex|exs|erl|hs|ml|clj|dart|r|jl|vue|svelte|astro|html?|s?css|less|md|mdx|rst|adoc|tf|hcl|sql|proto|graphql|gql|snap|lock|sum|svg|png|jpe?g|gif|ipynb|sh|bash|zsh|ps1|bat|cmd|vim|el)$/;

/** Directories whose files are made up: fixtures, examples, documentation, installed packages. */
const madeUpPlace =
  /(?:^|\/)(?:node_modules|__fixtures__|fixtures?|testdata|test-data|__mocks__|mocks?|__tests__|tests?|specs?|examples?|samples?|docs?|documentation|site-packages|vendor|\.venv|venv|dist-packages)\//;

/** The file names that belong in `sourceOrText` by their ending and hold secrets all the same. */
const secretSource = /^wp-config\.php$/;

/**
 * A part that every path of {@link secretNames} and {@link secretPlaces} has, within one of its segments: a line of
 * thousands of ordinary words need not be held against each of them. New forms need theirs here (the test says which).
 */
const secretPart =
  /env|vars|rc(?:\.yml)?(?:$|[\s'"\\/])|pass|cnf|cfg|boto|cred|token|id_|p12|pfx|pkcs|jks|key|kdbx|ppk|pem|secret|account|kube|wp-config|settings|tfstate|history|(?:user|vendor)-data|rclone|vercel|composer|supabase|oci|bluemix|aliyun|snowflake|dbt|kaggle|ngrok|appdata|application support|preferences[\\/]|keyring|chrom|firefox|brave|edge|vivaldi|opera|smb|filezilla|vault|shadow|sudoers|private|\.(?:aws|config|azure|docker|railway|fly|wrangler|cloudflared|codex|claude|gemini|qwen|gnupg|subversion|ssh)[\\/]/;

/**
 * False only where no path that has these parts, resolved or not, is one of {@link isSecretPath}. Cheap: for sorting
 * out the many before anything is resolved. A directory is given with a slash at its end.
 */
export function mayBeSecretPath(path: string): boolean {
  return secretPart.test(path.toLowerCase());
}

function plainPath(path: string): { whole: string; name: string } {
  let whole = path
    .trim()
    .replaceAll('\\', '/')
    .replace(/^['"]|['"]$/g, '')
    .toLowerCase();
  // Where Windows and macOS keep what others keep below `~/.config`.
  whole = whole.replace(/\/(?:appdata\/(?:roaming|local)|library\/(?:application support|preferences))\//, '/.config/');
  return { whole, name: whole.slice(whole.lastIndexOf('/') + 1) };
}

/**
 * Whether a file of this path usually holds secrets. Pure: it looks at the name alone.
 * Examples, templates, fixtures, documentation and source code do not count.
 */
export function isSecretPath(path: string): boolean {
  if (path.length === 0 || path.length > 4096) return false;
  if (!mayBeSecretPath(path)) return false;
  const { whole, name } = plainPath(path);
  if (name === '' || isExamplePath(path)) return false;
  if (sourceOrText.test(name) && !secretSource.test(name)) return false;
  return secretNames.some((form) => form.test(name)) || secretPlaces.some((place) => place.test(whole));
}

/** Whether a file is a form, a fixture or documentation: what looks like a secret in it is made up. */
export function isExamplePath(path: string): boolean {
  const { whole, name } = plainPath(path);
  const near = lastSegments(whole);
  // `default.toml` of a login is no form to fill in.
  return (
    (exampleName.test(name) && !secretPlaces.some((place) => place.test(whole))) ||
    madeUpPlace.test(near) ||
    /\.(?:md|mdx|rst|adoc)$/.test(name)
  );
}

/** Only what lies below the last few directories counts: a checkout under ~/docs/ is not documentation. */
function lastSegments(whole: string): string {
  let from = whole.length;
  for (let left = 6; left > 0; left -= 1) {
    from = from === 0 ? -1 : whole.lastIndexOf('/', from - 1);
    if (from === -1) return whole;
  }
  return whole.slice(from + 1);
}

/** How grave it is to read this file: 0 for an ordinary one, up to 1 for a key ring of the person's own. */
export function secretPathScore(path: string, workspaceRoot: string): number {
  if (!isSecretPath(path)) return 0;
  const { whole, name } = plainPath(path);
  const root = workspaceRoot.replaceAll('\\', '/').toLowerCase().replace(/\/$/, '');
  const absolute = whole.startsWith('/') || whole.startsWith('~') || /^[a-z]:\//.test(whole);
  const inside = !absolute || whole.startsWith(`${root}/`);
  if (!inside) return 0.8;
  if (/prod/.test(name) || !/^\.env/.test(name)) return 0.6;
  const within = absolute ? whole.slice(root.length + 1) : whole.replace(/^\.\//, '');
  return within.includes('/') ? 0.5 : 0.3;
}

/** Folders of a person's own that hold nothing but keys and logins. */
const keyFolder =
  /^(?:~|\$HOME|\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:\/Users\/[^/]+)\/(?:\.(?:ssh|aws|kube|azure|gnupg|password-store|docker|railway|fly|oci|pulumi|terraform\.d|cloudflared|local\/share\/keyrings|config\/(?:gcloud|gh|doctl|op|rclone|hcloud|stripe|railway|scw))|Library\/Keychains)\/?$/;

/** Whether a path is a folder of a person's own in which nothing but keys and logins lies: `~/.ssh`. */
export function isKeyFolder(path: string): boolean {
  return path.length < 200 && keyFolder.test(path);
}
