/**
 * One turn of the host's event loop: everything that can run now has run when it resolves, however many promises it
 * is made of. It does not wait for time.
 */
export function hostTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const arrived = () => {
      port1.close();
      resolve();
    };
    port1.addEventListener('message', arrived, { once: true });
    port1.start();
    port2.postMessage(null);
  });
}
