/** What VS Code gives a webview's page. */
interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): WebviewApi;

/** The page's one connection to the extension; may be asked for once only, hence here. */
export const api: WebviewApi = acquireVsCodeApi();
