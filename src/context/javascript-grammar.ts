import { parser as plain } from '@lezer/javascript';

/** TypeScript and JSX read plain JavaScript as well. */
export const parser = plain.configure({ dialect: 'ts jsx' });
