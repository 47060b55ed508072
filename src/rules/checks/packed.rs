//! Bytes that say much the same again and again, in little room.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// The bytes in less room; nothing where there is no memory for it.
pub(crate) fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packing = DeflateEncoder::new(Vec::new(), Compression::fast());
    packing.write_all(bytes).ok()?;
    packing.finish().ok()
}

/// The bytes as they were; nothing where these are none that were packed.
pub(crate) fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    DeflateDecoder::new(packed).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let bytes = b"Where data comes from is not recorded. ".repeat(100);
        let packed = pack(&bytes).unwrap();
        assert!(packed.len() < bytes.len() / 10);
        assert_eq!(unpack(&packed).unwrap(), bytes);
        assert_eq!(unpack(&packed[..packed.len() / 2]), None);
    }
}
