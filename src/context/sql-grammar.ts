/** The SQL grammar, as the `grammar` fact carries it. A module of its own, so that the build makes it a chunk of its own. */
export { parse } from 'sql-parser-cst';
