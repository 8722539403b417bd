export interface InspectionWorkflowOptions {
  readonly id?: string;
  /** Give a new one with every change of the options: running cases stay on the version they were opened with. */
  readonly version?: string;
}
