export type TreePath = string & { readonly [treePathBrand]: true };
declare const treePathBrand: unique symbol;
