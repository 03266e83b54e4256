/** The bounds of a policy file: what goes over one is left out and said so. */
export const limits = {
  /** Characters of the file that are read. */
  policyCharacters: 65_536,
  sequences: 32,
  /** Steps of one sequence. */
  steps: 8,
  /** Values of which one is enough. */
  alternatives: 32,
  /** Characters of one form of a text. */
  formCharacters: 200,
  capabilities: 64,
} as const;
