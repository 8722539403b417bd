/** Of the documents pdfmake draws, the parts a letter has. Lengths are in points. */
interface Style {
  readonly bold?: boolean;
  readonly font?: string;
  readonly fontSize?: number;
  readonly lineHeight?: number;
  readonly alignment?: 'center';
  readonly margin?: readonly [left: number, top: number, right: number, bottom: number];
}

interface Rectangle {
  readonly type: 'rect';
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly color: string;
}

export interface PdfNode extends Style {
  readonly text?: string | readonly PdfNode[];
  readonly stack?: readonly PdfNode[];
  readonly columns?: readonly PdfNode[];
  readonly canvas?: readonly Rectangle[];
  readonly width?: number | '*';
  readonly columnGap?: number;
  readonly unbreakable?: boolean;
}

interface PdfDefinition {
  readonly content: readonly PdfNode[];
  readonly defaultStyle: Style;
  readonly info: Readonly<Record<string, string | Date>>;
  readonly language: string;
  readonly pageSize: 'A4';
  readonly pageMargins: readonly [left: number, top: number, right: number, bottom: number];
  readonly version: string;
  readonly subset: string;
  readonly tagged: boolean;
  readonly displayTitle: boolean;
}

/** Paths of the files of a font. */
export interface FontFiles {
  readonly normal: string;
  readonly bold: string;
  readonly italics: string;
  readonly bolditalics: string;
}

/** What pdfmake exports: one maker for all who import it. */
export interface PdfMaker {
  setFonts(fonts: Readonly<Record<string, FontFiles>>): void;
  setUrlAccessPolicy(allows: (url: string) => boolean): void;
  setLocalAccessPolicy(allows: (path: string) => boolean): void;
  createPdf(definition: PdfDefinition): { getBuffer(): Promise<Uint8Array> };
}
