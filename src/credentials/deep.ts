import type { FoundCredential } from './recognise.ts';

interface SecretlintMessage {
  readonly ruleId: string;
  readonly messageId: string;
  readonly range: readonly [number, number];
  readonly loc?: { readonly start?: { readonly line?: number } };
}

/** Which of our kinds a secretlint rule speaks of. */
const kindOfRule: Readonly<Record<string, string>> = {
  '@secretlint/secretlint-rule-aws': 'aws-access-key',
  '@secretlint/secretlint-rule-gcp': 'gcp-service-account',
  '@secretlint/secretlint-rule-github': 'github-token',
  '@secretlint/secretlint-rule-gitlab': 'gitlab-token',
  '@secretlint/secretlint-rule-npm': 'npm-token',
  '@secretlint/secretlint-rule-slack': 'slack-token',
  '@secretlint/secretlint-rule-stripe': 'stripe-key',
  '@secretlint/secretlint-rule-privatekey': 'ssh-key',
  '@secretlint/secretlint-rule-sendgrid': 'sendgrid-key',
  '@secretlint/secretlint-rule-shopify': 'shopify-token',
  '@secretlint/secretlint-rule-openai': 'openai-key',
  '@secretlint/secretlint-rule-anthropic': 'anthropic-key',
  '@secretlint/secretlint-rule-linear': 'linear-key',
  '@secretlint/secretlint-rule-notion': 'notion-token',
  '@secretlint/secretlint-rule-azure': 'azure-secret',
  '@secretlint/secretlint-rule-database-connection-string': 'database-url',
  '@secretlint/secretlint-rule-basicauth': 'url-password',
  '@secretlint/secretlint-rule-hashicorp-vault': 'vault-token',
  '@secretlint/secretlint-rule-docker': 'docker-token',
};

/**
 * What secretlint's recommended rules find in a text: slow (tens of milliseconds at first), so never before an answer.
 * Gives the same shape as `recogniseCredentials`. Rejects where the library cannot be loaded.
 */
export async function recogniseDeeply(text: string, foundIn: string): Promise<FoundCredential[]> {
  const [{ lintSource }, preset] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ]);
  const result = await lintSource({
    source: { filePath: foundIn, content: text, contentType: 'text', ext: foundIn.slice(foundIn.lastIndexOf('.')) },
    options: {
      config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: preset.creator, options: {} }] },
      noPhysicFilePath: true,
      maskSecrets: false,
    },
  });
  return result.messages.map((message: SecretlintMessage) => {
    const [start, end] = message.range;
    return {
      kind: kindOfRule[message.ruleId] ?? 'generic-token',
      value: text.slice(start, end),
      start,
      end,
      line: message.loc?.start?.line ?? 1,
    };
  });
}
