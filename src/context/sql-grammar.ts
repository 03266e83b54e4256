export { parse } from 'sql-parser-cst';
