/** What we use of pdfmake: its published types bring the whole of the browser along. */
declare module 'pdfmake' {
  const shared: import('./pdf-maker.js').PdfMaker;
  export = shared;
}
