/** Replaces the event stream: a test sends events like the server. jsdom has no EventSource. */
export class FakeEventSource extends EventTarget {
  static open: FakeEventSource[] = []
  readonly url: string

  constructor(url: string) {
    super()
    this.url = url
    FakeEventSource.open.push(this)
  }

  close(): void {
    FakeEventSource.open = FakeEventSource.open.filter(each => each !== this)
  }

  send(event: string, data: object): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }))
  }
}
