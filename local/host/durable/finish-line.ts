/**
 * Lets what ended at about the same moment go on in the order it was started: Azure's queues mostly keep that order
 * (recorded), while promises that reject overtake those that resolve.
 */
export class FinishLine {
  private arrived: { order: number; goOn: () => void }[] = [];

  cross(order: number): Promise<void> {
    return new Promise((goOn) => {
      if (this.arrived.push({ order, goOn }) === 1) setImmediate(() => this.release());
    });
  }

  private release(): void {
    const arrived = this.arrived.sort((one, other) => one.order - other.order);
    this.arrived = [];
    for (const { goOn } of arrived) goOn();
  }
}
