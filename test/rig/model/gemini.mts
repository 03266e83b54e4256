// Google's generateContent, as Gemini CLI speaks it. It has no ids for calls: they are counted.
import { asList, asRecord, asText, sendJson, stream, type Wire } from './wire.mts';

export const gemini: Wire = {
  asks: (path) => /:(?:stream)?generateContent$/i.test(path),
  read(given) {
    const body = 'request' in given ? asRecord(given.request) : given;
    const contents = asList(body.contents).map(asRecord);
    const parts = (content: Record<string, unknown>) => asList(content.parts).map(asRecord);
    // The n-th content with calls is the n-th turn; each call in it gets a number.
    const turns = contents.filter((content) => parts(content).some((part) => part.functionCall));
    const made = turns.flatMap((content, turn) =>
      parts(content)
        .filter((part) => part.functionCall)
        .map((_, index) => `turn${turn}_${index}`),
    );
    const answers = contents.flatMap((content) => parts(content).filter((part) => part.functionResponse));
    const wantsJson = /json/.test(String(asRecord(body.generationConfig).responseMimeType ?? ''));
    const offered = asList(body.tools).flatMap((tool) =>
      asList(asRecord(tool).functionDeclarations).map((one) => String(asRecord(one).name)),
    );
    return {
      offered: wantsJson ? [] : offered,
      spaces: new Map(),
      made,
      results: answers.map((part, index) => {
        const response = asRecord(asRecord(part.functionResponse).response);
        return { id: made[index] ?? '', isError: 'error' in response, text: asText(response.output ?? response) };
      }),
      heard: JSON.stringify([
        body.systemInstruction,
        contents.filter(({ role }) => role === 'user').flatMap((content) => parts(content).filter((part) => part.text)),
      ]),
      seen: JSON.stringify(contents),
      body: given,
    };
  },
  say(response, { body }, said, path) {
    const parts =
      'text' in said
        ? [{ text: said.text }]
        : said.calls.map(({ id, tool, input }) => ({
            functionCall: { id, name: tool, args: input },
            thoughtSignature: 'c2ln',
          }));
    const plain = {
      candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP', index: 0 }],
      usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
      modelVersion: 'fake',
    };
    const answer = 'request' in body ? { response: plain } : plain;
    if (!/streamGenerate/i.test(path)) return sendJson(response, answer);
    stream(response)(answer);
    response.end();
  },
};
