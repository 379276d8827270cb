/** What stands for the stream of events: a test speaks through it as the server does. jsdom has no EventSource. */
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

  say(event: string, data: object): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }))
  }
}
