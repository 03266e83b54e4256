/** One event of a `text/event-stream`. */
interface StreamEvent {
  /** `message` where the stream names none. */
  readonly name: string;
  readonly data: string;
  /** The event as it came, its empty line with it. */
  readonly text: string;
}

/** Takes an event stream apart (https://html.spec.whatwg.org/multipage/server-sent-events.html), whole events at a time. */
export function createEventReader(bound: number): {
  /** What this part completes, in order: events, and text over the bound that nobody reads. */
  feed(part: string): (StreamEvent | string)[];
  /** What stood after the last empty line. */
  end(): string;
} {
  let rest = '';
  let overBound = false;
  return {
    feed(part) {
      rest += part;
      const found: (StreamEvent | string)[] = [];
      for (let end = endOfEvent(rest); end > 0; end = endOfEvent(rest)) {
        const text = rest.slice(0, end);
        rest = rest.slice(end);
        found.push(overBound ? text : eventIn(text));
        overBound = false;
      }
      if (rest.length > bound) {
        found.push(rest);
        rest = '';
        overBound = true;
      }
      return found;
    },
    end() {
      const left = rest;
      rest = '';
      return left;
    },
  };
}

/** An event that carries a message. */
export function eventOf(message: object): string {
  return `event: message\ndata: ${JSON.stringify(message)}\n\n`;
}

/** Index behind the empty line that ends the first event; 0 where none has ended. */
function endOfEvent(text: string): number {
  const found = /(?:\r\n|\n|\r(?!\n))(?:\r\n|\n|\r(?!$))/.exec(text);
  return found ? found.index + found[0].length : 0;
}

function eventIn(text: string): StreamEvent {
  const data: string[] = [];
  let name = 'message';
  for (const line of text.split(/\r\n|\n|\r/)) {
    const [, field, value] = /^([^:]+)(?::\x20?(.*))?$/.exec(line) ?? [];
    if (field === 'data') data.push(value ?? '');
    else if (field === 'event' && value) name = value;
  }
  return { name, data: data.join('\n'), text };
}
