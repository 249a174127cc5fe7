//! `#[derive(Packed)]`: the fields of a type one after the other, in front of an enum's the number of its variant.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Error, Fields, Ident, Member, parse_macro_input};

/// Implements `parlor_domain::pack::Packed`. What is written and in which order is what the type's declaration says: a field or
/// variant that moves makes other bytes.
#[proc_macro_derive(Packed)]
pub fn packed(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    implemented(&input).unwrap_or_else(Error::into_compile_error).into()
}

fn implemented(input: &DeriveInput) -> syn::Result<TokenStream> {
    let name = &input.ident;
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(&input.generics, "only types without parameters are packed"));
    }
    let (written, read) = match &input.data {
        Data::Struct(of) => (written_struct(&of.fields), read_fields(&quote!(Self), &of.fields)),
        Data::Enum(of) => {
            let variants: Vec<_> = of.variants.iter().map(|variant| (&variant.ident, &variant.fields)).collect();
            (written_enum(&variants), read_enum(name, &variants)?)
        }
        Data::Union(_) => return Err(Error::new_spanned(name, "a union is not packed")),
    };
    Ok(quote! {
        impl ::parlor_domain::pack::Packed for #name {
            fn write(&self, to: &mut ::parlor_domain::pack::Writer) {
                #written
            }

            fn read(from: &mut ::parlor_domain::pack::Reader<'_>) -> Self {
                #read
            }
        }
    })
}

fn written_struct(fields: &Fields) -> TokenStream {
    let (pattern, writes) = taken_apart(fields);
    quote! {
        let Self #pattern = self;
        #writes
    }
}

// First the number, then the fields: so the first `match` compiles to next to nothing, and an enum without fields has no second.
fn written_enum(variants: &[(&Ident, &Fields)]) -> TokenStream {
    let numbers = variants.iter().zip(0u32..).map(|((name, _), number)| quote!(Self::#name { .. } => #number,));
    let with_fields = variants.iter().filter(|(_, fields)| !fields.is_empty());
    let arms = with_fields.map(|(name, fields)| {
        let (pattern, writes) = taken_apart(fields);
        quote!(Self::#name #pattern => { #writes })
    });
    quote! {
        to.variant(match self { #(#numbers)* });
        #[allow(unreachable_patterns)]
        match self {
            #(#arms)*
            _ => {}
        }
    }
}

/// A pattern that gives every field a name, and the code that writes them.
fn taken_apart(fields: &Fields) -> (TokenStream, TokenStream) {
    let members: Vec<Member> = fields.members().collect();
    let names: Vec<Ident> = (0..members.len()).map(|at| format_ident!("field_{at}")).collect();
    let pattern = quote!({ #(#members: #names),* });
    (pattern, quote!(#(::parlor_domain::pack::Packed::write(#names, to);)*))
}

/// A number without variant is read as the last one: the reader has failed then, and what it makes is dropped.
fn read_enum(name: &Ident, variants: &[(&Ident, &Fields)]) -> syn::Result<TokenStream> {
    let Some((last, others)) = variants.split_last() else {
        return Err(Error::new_spanned(name, "an enum without variants is not packed"));
    };
    let made = |(name, fields): &(&Ident, &Fields)| read_fields(&quote!(Self::#name), fields);
    let arms = others.iter().zip(0u32..).map(|(variant, number)| {
        let made = made(variant);
        quote!(#number => #made,)
    });
    let (last, count) = (made(last), variants.len() as u32);
    Ok(quote! {
        match from.variant(#count) {
            #(#arms)*
            _ => #last,
        }
    })
}

fn read_fields(path: &TokenStream, fields: &Fields) -> TokenStream {
    let members = fields.members();
    quote!(#path { #(#members: ::parlor_domain::pack::Packed::read(from)),* })
}
