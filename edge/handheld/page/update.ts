/** Whether a newer version of this program lies ready. It takes over when a person says so, or when the program is next started. */
export class Update {
  private waiting: ServiceWorker | null = null;
  private readonly watchers = new Set<() => void>();

  isReady = (): boolean => this.waiting !== null;

  watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Puts the service worker in place, without which the page needs the gateway to open. */
  begin(): void {
    const { serviceWorker } = navigator;
    if (serviceWorker === undefined) return;
    // A first visit is taken over without any need to load again.
    let controlled = serviceWorker.controller !== null;
    serviceWorker.addEventListener('controllerchange', () => {
      if (controlled) location.reload();
      controlled = true;
    });
    serviceWorker.register('./sw.js', { scope: './', updateViaCache: 'none' }).then(
      (registration) => this.follow(registration),
      (thrown: unknown) => console.info('update.unavailable', String(thrown)),
    );
  }

  /** Lets the new version take over; the page then loads anew. What is stored stays as it is. */
  apply(): void {
    this.waiting?.postMessage('take-over');
  }

  private follow(registration: ServiceWorkerRegistration): void {
    const look = () => {
      if (registration.waiting === null || navigator.serviceWorker.controller === null) return;
      this.waiting = registration.waiting;
      for (const watcher of this.watchers) watcher();
    };
    look();
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', look);
    });
    const ask = () => {
      if (document.visibilityState === 'visible') registration.update().catch(() => undefined);
    };
    document.addEventListener('visibilitychange', ask);
    window.addEventListener('online', ask);
  }
}
