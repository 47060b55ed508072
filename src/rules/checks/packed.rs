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

/// More than this is not unpacked: what is kept in a file that comes from elsewhere could be made to fill all memory.
const MOST: u64 = 256 << 20;

/// The bytes as they were; nothing where they were not packed here, or are more than is ever packed at once.
pub(crate) fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut unpacking = DeflateDecoder::new(packed).take(MOST + 1);
    let n_bytes = unpacking.read_to_end(&mut bytes).ok()?;
    (n_bytes as u64 <= MOST).then_some(bytes)
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

    #[test]
    fn what_would_fill_all_memory_is_not_unpacked() {
        let mut packing = DeflateEncoder::new(Vec::new(), Compression::fast());
        std::io::copy(&mut std::io::repeat(b' ').take(MOST + 1), &mut packing).unwrap();
        let packed = packing.finish().unwrap();
        assert!(packed.len() < 4 << 20, "{}", packed.len());
        assert_eq!(unpack(&packed), None);
    }
}
